// The reports: birds and other animals that met an aircraft.

import { checked, extract } from 'throughline'
import { loaded } from 'throughline/io'
import { columns, lengthBetween, matches, notEmpty } from 'throughline/checks'
import { datasetFile } from './files.ts'

export interface Strike {
  /** ISO date of the flight. */
  day: string
  airport: string
  state: string
  /** As reported; begins with `Unknown` when nobody could tell. */
  species: string
  damaged: boolean
}

/** Ten thousand reports of fifty airports. */
export const csv = loaded(datasetFile('birdstrikes.csv'))

const isDay = matches(/^\d{4}-\d\d-\d\d$/)

/** @shape one per report, in the order of the file */
export const strikes = checked(
  ({ csv }: { csv: string }): Strike[] => {
    const [head = '', ...lines] = csv.trim().split(/\r?\n/)
    const names = head.split(',')
    const [day, airport, state, species, damage] = [
      'Flight Date',
      'Airport Name',
      'Origin State',
      'Wildlife Species',
      'Effect Amount of damage',
    ].map((name) => names.indexOf(name)) as [number, number, number, number, number]
    return lines.map((line) => {
      const cells = line.split(',')
      return {
        day: cells[day]!,
        airport: cells[airport]!,
        state: cells[state]!,
        species: cells[species]!,
        damaged: cells[damage] !== 'None',
      }
    })
  },
  [notEmpty(), lengthBetween(9_000, 11_000), columns({ day: [isDay], state: [matches(/^[A-Z]/)] })],
)

/** The days of the first and the last report. */
export const span = extract(
  ({ strikes }: { strikes: Strike[] }): { firstDay: string; lastDay: string } => {
    const days = strikes.map(({ day }) => day).sort()
    return { firstDay: days[0]!, lastDay: days.at(-1)! }
  },
  ['firstDay', 'lastDay'],
)

/** Those of a known species. @unit ratio of all reports: one in five */
export const identified = ({ strikes }: { strikes: Strike[] }): Strike[] =>
  strikes.filter(({ species }) => !species.startsWith('Unknown'))
