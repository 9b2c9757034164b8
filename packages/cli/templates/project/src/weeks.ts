export interface Week {
  readonly week: string
  /** In euros. */
  readonly spend: number
  readonly signups: number
}

/** A node that reads nothing: the data of this example. */
export const weeks = (): Week[] => [
  { week: '2026-W01', spend: 1000, signups: 50 },
  { week: '2026-W02', spend: 1200, signups: 48 },
  { week: '2026-W03', spend: 900, signups: 60 },
  { week: '2026-W04', spend: 1500, signups: 75 },
  { week: '2026-W05', spend: 1100, signups: 44 },
  { week: '2026-W06', spend: 1300, signups: 65 },
]
