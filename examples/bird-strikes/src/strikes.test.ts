import { expect, test } from 'vitest'
import { identified, span, strikes } from './strikes.ts'

const head = 'Wildlife Species,Airport Name,Flight Date,Origin State,Effect Amount of damage'
const csv = [
  head,
  'Mallard,SACRAMENTO INTL,2000-05-02,California,None',
  'Unknown bird - small,LIHUE ARPT,1999-01-03,Hawaii,Minor',
  '',
].join('\r\n')
const rows = strikes({ csv })

test('columns are found by their names, in any order', () => {
  expect(rows).toEqual([
    { day: '2000-05-02', airport: 'SACRAMENTO INTL', state: 'California', species: 'Mallard', damaged: false },
    { day: '1999-01-03', airport: 'LIHUE ARPT', state: 'Hawaii', species: 'Unknown bird - small', damaged: true },
  ])
})

test('the span reaches from the first to the last day, whatever the order of the rows', () => {
  expect(span({ strikes: rows })).toEqual({ firstDay: '1999-01-03', lastDay: '2000-05-02' })
})

test('what nobody could tell is not identified', () => {
  expect(identified({ strikes: rows }).map(({ species }) => species)).toEqual(['Mallard'])
})
