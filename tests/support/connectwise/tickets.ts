/** A ticket as the page shows it. */
export type FakeTicket = {
  number: string;
  summary: string;
  company: string;
  contact: string;
  email: string;
  phone?: string;
  board?: string;
  status?: string;
  note?: string;
};

export const defaultTickets: FakeTicket[] = [
  {
    number: '1234567',
    summary: 'Reset my password',
    company: 'Acme Example',
    contact: 'Jo Sample',
    email: 'jo@acme.example',
    phone: '(555) 010-0199',
    note: 'I am locked out after the holidays. Please reset my password.',
  },
  {
    number: '1234568',
    summary: 'New phone, MFA does not work',
    company: 'Globex Example',
    contact: 'Sam Other',
    email: 'sam@globex.example',
    phone: '(555) 010-0142',
    note: 'I have a new phone and the sign-in app on the old one is gone.',
  },
  {
    number: '1234569',
    summary: 'Access to the invoices mailbox',
    company: 'Acme Example',
    contact: 'Kim Third',
    email: 'kim@acme.example',
    phone: '(555) 010-0177',
    note: 'Could somebody give me access to invoices@ for next week?',
  },
  { number: '1234570', summary: 'Printer on floor 2', company: 'Initech Example', contact: 'Lee Nobody', email: 'lee@initech.example' },
  { number: '1234571', summary: 'Call back about the VPN', company: 'Globex Example', contact: '', email: '' },
];
