// Every issue of comparing two states of a project. Each code has a page in the documentation.

import { alternatives, defineIssues, nearest, type IssueFactory, type IssueText } from 'throughline'

const templates = {
  'diff/not-a-ref': ({ ref }: { ref: string }): IssueText => ({
    title: `"${ref}" cannot be a branch, a tag or a commit: no such name begins with "-".`,
    hints: ['name what to compare with:  throughline diff main'],
  }),

  'diff/unknown-ref': ({ ref, known }: { ref: string; known: readonly string[] }): IssueText => {
    const close = nearest(ref, known)
    return {
      title: `The repository has no branch, tag or commit "${ref}".`,
      hints: [
        known.length === 0
          ? 'it has no commits yet: there is nothing to compare with.'
          : close.length > 0
            ? `did you mean ${alternatives(close)}?`
            : 'see what there is with  git branch --all  and  git tag; fetch what is elsewhere with  git fetch',
      ],
    }
  },

  'diff/shallow-clone': ({ ref }: { ref: string }): IssueText => ({
    title: `"${ref}" is not in this clone, which has only a part of the history.`,
    hints: [
      'fetch the rest with  git fetch --unshallow',
      'in a GitHub workflow, give  actions/checkout  the option  fetch-depth: 0',
    ],
  }),

  'diff/nothing-in-common': ({ one, other }: { one: string; other: string }): IssueText => ({
    title: `"${one}" and "${other}" have no commit in common, so "..." says nothing about them.`,
    hints: [
      'compare them as they are, with two dots:  throughline diff a..b',
      'or fetch the rest of the history with  git fetch --unshallow',
    ],
  }),

  'diff/no-git': ({ reason }: { reason: string }): IssueText => ({
    title: 'Git cannot be started, and what there was before is known to git alone.',
    details: [reason],
    hints: ['install git 2.30 or newer, and see that it is on the path.'],
  }),

  'diff/not-a-repository': ({ directory, said }: { directory: string; said: string }): IssueText => ({
    title: `"${directory}" is not in the working tree of a git repository.`,
    details: [`git says: ${said}`],
    hints: ['a comparison needs commits: begin with  git init,  git add  and  git commit'],
  }),

  'diff/git-failed': ({ command, said }: { command: string; said: string }): IssueText => ({
    title: `git ${command} did not work.`,
    details: [`git says: ${said}`],
    hints: ['try it by hand; when the repository is damaged,  git fsck  says where.'],
  }),

  'diff/no-project': ({ ref, folder }: { ref: string; folder: string }): IssueText => ({
    title: `${ref} has no project in ${folder === '' ? 'the folder of the repository' : `"${folder}"`}.`,
    details: ['expected: a throughline.config file there'],
    hints: ['compare with a commit that has it;  git log --oneline -- <the config file>  lists some.'],
  }),

  'diff/unreadable-source': ({
    file,
    line,
    state,
    message,
  }: {
    file: string
    line: number
    state: string
    message: string
  }): IssueText => ({
    title: `${file}:${line} cannot be read ${state}: ${message}`,
    hints: ['without it nobody can tell which nodes there are; compare states that can be read.'],
  }),
}

/** Makes an issue of a comparison. */
export const diffIssue: IssueFactory<typeof templates> = defineIssues(templates)
