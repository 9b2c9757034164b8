// What is said when the arguments cannot be understood.

import {
  ArgumentScannerError,
  formatMessageForArgumentScannerError,
  text_en,
  type ApplicationText,
} from '@stricli/core'
import { alternatives } from 'throughline'

function withHelp(title: string, hint: string): string {
  return `${title}\nhelp: ${hint}`
}

function didYouMean(corrections: readonly string[], otherwise: string): string {
  return corrections.length > 0
    ? `did you mean ${alternatives(corrections.map((name) => name.replaceAll('`', '')))}?`
    : otherwise
}

/** What can stand where an argument is missing. */
function whereToSee(placeholder: string): string {
  switch (placeholder) {
    case 'run':
    case 'runs':
    case 'before':
    case 'after':
      return 'see what there is with  throughline runs ls'
    case 'application':
    case 'applications':
      return 'see what there is with  throughline apps'
    case 'step':
    case 'key':
      return 'see the steps and the keys of an application with  throughline apps show <application>'
    case 'file':
    case 'files':
      return 'see what the command takes with  --help'
    default:
      return 'see what there is with  throughline ls'
  }
}

/** The texts of the argument library, in the manner of all our messages. */
export const wrongUseText: ApplicationText = {
  ...text_en,
  noCommandRegisteredForInput: ({ input, corrections }) =>
    withHelp(`There is no command "${input}".`, didYouMean(corrections, 'see the commands with  throughline --help')),
  exceptionWhileParsingArguments: (error) => {
    if (!(error instanceof ArgumentScannerError)) return String(error)
    return formatMessageForArgumentScannerError(error, {
      FlagNotFoundError: ({ input, corrections }) =>
        withHelp(
          `There is no option "--${input}".`,
          didYouMean(
            corrections.map((name) => `--${name}`),
            'see the options with  --help',
          ),
        ),
      AliasNotFoundError: ({ input }) => withHelp(`There is no option "-${input}".`, 'see the options with  --help'),
      UnsatisfiedFlagError: ({ externalFlagName }) =>
        withHelp(`The option "--${externalFlagName}" needs a value.`, `see  --help`),
      UnexpectedFlagError: ({ externalFlagName }) => `The option "--${externalFlagName}" is given more than once.`,
      UnsatisfiedPositionalError: ({ placeholder }) => {
        const what = placeholder.split(' ')[0]!
        return withHelp(`Something is missing: ${what}.`, whereToSee(what))
      },
      UnexpectedPositionalError: ({ input }) => withHelp(`"${input}" is more than this command takes.`, 'see  --help'),
    })
  },
}
