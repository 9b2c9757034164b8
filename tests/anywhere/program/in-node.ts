// Prints the transcript as one line of JSON.

import { writeTranscript } from './transcript.ts'

console.log(JSON.stringify(await writeTranscript()))
