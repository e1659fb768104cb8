/** The people, customers and tickets of the demo and of the end-to-end tests. Numbers are from ranges reserved for fiction. */

export const technicianName = 'Alex Technician';
export const technicianEmail = 'alex@northwind.example';
/** Who confirms what Alex may not do alone. */
export const secondTechnician = { name: 'Sam Second', email: 'sam.second@northwind.example' };
export const tenantName = 'Northwind IT';

/** Twenty people of one customer, for tests that SEND often: a destination may get only so many messages. */
export const crowd = Array.from({ length: 20 }, (_, index) => {
  const number = index + 1;
  return { number: String(2000000 + number), summary: 'Password', company: 'Acme Example', contact: `Person ${number}`, email: `person${number}@acme.example` };
});
/** The same ones, every second of another customer: a ticket of another customer is offered sooner. */
export const mixedCrowd = crowd.map((person, index) => (index % 2 === 0 ? person : { ...person, number: `4${person.number.slice(1)}`, company: 'Contoso Example', email: person.email.replace('acme', 'contoso') }));

const owners = ['Robin Field', 'Noa Winter', 'Max Summer', 'Uma Hill', 'Eli Brook', 'Ida Stone', 'Tom Lake', 'Fay Moss'];

/** People who get the phone app; several, since the phones of an account get no two pushes within 20 seconds. */
export const phoneOwners = owners.map((contact, index) => {
  const [name = ''] = contact.toLowerCase().split(' ');
  return { number: String(3000001 + index), summary: 'Cannot sign in', company: 'Fabrikam Example', contact, email: `${name}@fabrikam.example`, mobile: `+120255501${20 + index}` };
});
export type PhoneOwner = (typeof phoneOwners)[number];

export const inviteCsv = (people: readonly PhoneOwner[]) => ['customer,email', ...people.map(({ company, email }) => `${company},${email}`)].join('\n');

export const customers = ['Acme Example', 'Globex Example', 'Initech Example', 'Fabrikam Example'];

export const accountsCsv = [
  'customer,name,email,mobile',
  'Acme Example,Jo Sample,jo@acme.example,(202) 555-0143',
  'Globex Example,Sam Other,sam@globex.example,+1 202 555 0177',
  'Initech Example,Kim Late,kim@initech.example,202.555.0188',
  'Acme Example,Lee Nomobile,lee@acme.example,',
  ...new Set([...crowd, ...mixedCrowd].map((person) => `${person.company},${person.contact},${person.email},`)),
  ...phoneOwners.map((person) => `${person.company},${person.contact},${person.email},${person.mobile}`),
].join('\n');

/** Policies set before the first SEND: Globex has its codes typed, Initech's live as short as they may. */
export const policies = [
  ['--customer', 'Globex Example', 'codeCheck=typed'],
  ['--customer', 'Initech Example', 'smsLifeSeconds=60', 'emailLifeSeconds=60'],
];

export const tickets = {
  jo: { number: '1234567', summary: 'Reset my password', company: 'Acme Example', contact: 'Jo Sample', email: 'jo@acme.example', phone: '(202) 555-0143' },
  sam: { number: '1234568', summary: 'New phone, cannot sign in', company: 'Globex Example', contact: 'Sam Other', email: 'sam@globex.example', phone: '(202) 555-0177' },
  kim: { number: '1234569', summary: 'Mailbox is full', company: 'Initech Example', contact: 'Kim Late', email: 'kim@initech.example', phone: '(202) 555-0188' },
  lee: { number: '1234570', summary: 'Screen is black', company: 'Acme Example', contact: 'Lee Nomobile', email: 'lee@acme.example' },
  /** Whoever wrote this ticket wrote an address of their own into it; the contact record still has Jo's. */
  poisoned: { number: '1234572', summary: 'Password reset, urgent', company: 'Acme Example', contact: 'Jo Sample', email: 'jo.sample@elsewhere.example' },
  stranger: { number: '1234571', summary: 'Please help', company: 'Acme Example', contact: 'Mallory Unknown', email: 'mallory@elsewhere.example' },
};
