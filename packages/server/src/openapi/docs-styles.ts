// Styles of the page of the API, light and dark.

export const docsStyles = `
:root { color-scheme: light dark; --text: light-dark(#1b1f24, #e6e8eb); --quiet: light-dark(#555d68, #a3abb6);
  --line: light-dark(#d8dce2, #343a42); --ground: light-dark(#ffffff, #14171b); --panel: light-dark(#f5f6f8, #1c2026);
  --link: light-dark(#0b57b0, #8ab8ff) }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 2rem 1.5rem 6rem; max-width: 62rem; font: 15px/1.55 system-ui, sans-serif; color: var(--text);
  background: var(--ground) }
h1 { font-size: 1.6rem; margin: 0 0 .5rem } h2 { font-size: 1.15rem; margin: 2.5rem 0 1rem; text-transform: capitalize }
h3 { font-size: 1rem; margin: 0 0 .25rem } h4 { font-size: .8rem; margin: 1rem 0 .25rem; color: var(--quiet) }
p { margin: .25rem 0 .75rem } a { color: var(--link) } a:focus-visible, pre:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
code, pre { font: 13px/1.5 ui-monospace, monospace } pre { margin: 0; padding: .75rem; overflow-x: auto; background: var(--panel); border-radius: 6px }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; list-style: none }
article { padding: 1rem; margin: 0 0 1rem; border: 1px solid var(--line); border-radius: 8px }
.method { display: inline-block; min-width: 3.5rem; font: 600 12px ui-monospace, monospace; color: var(--quiet) }
table { width: 100%; border-collapse: collapse } th { text-align: left; font-size: .8rem; color: var(--quiet) }
th, td { padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
`
