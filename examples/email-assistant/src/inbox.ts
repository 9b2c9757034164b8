// A small inbox. The people and the messages are made up.

export interface Mail {
  readonly id: string
  readonly from: string
  readonly subject: string
  readonly text: string
}

export const INBOX: readonly Mail[] = [
  {
    id: 'm1',
    from: 'news@garden-weekly.example',
    subject: 'Ten plants for dark corners',
    text: 'This week in Garden Weekly: ferns, ivy and eight more. Unsubscribe at any time.',
  },
  {
    id: 'm2',
    from: 'ines@orchard.example',
    subject: 'Meeting about the harvest',
    text: 'Hello, could we meet on Thursday at 10 to talk about the harvest? Best, Ines',
  },
  {
    id: 'm3',
    from: 'bookkeeping@press.example',
    subject: 'Invoice 2041 is overdue',
    text: 'Dear customer, the invoice 2041 of 380 euros was due on 1 November. Please tell us when you will pay.',
  },
]
