import { describe, expect, test } from 'vitest';
import type { FieldReading, Reading } from '../../../utils/connectwise/reading';
import { firstSettleState, settle } from '../../../utils/connectwise/settle';

type Moment = [at: number, shows: Reading, expected: 'offered' | 'settling' | 'not_ticket', blind?: 'blind'];

const field = (value: string): FieldReading => (value ? { state: 'read', value } : { state: 'empty' });
const ticket = (number: string, contact: string, email: string, company = 'Acme'): Reading => ({
  kind: 'ticket',
  number,
  company: field(company),
  contact: field(contact),
  email: field(email),
});
const otherScreen: Reading = { kind: 'not_ticket', why: 'other_screen' };

const jo1 = ticket('1', 'Jo', 'jo@acme.example');
const jo2 = ticket('2', 'Jo', 'jo@acme.example');
const jo3 = ticket('3', 'Jo', 'jo@acme.example');
const sam1 = ticket('1', 'Sam', 'sam@acme.example');
const sam2 = ticket('2', 'Sam', 'sam@globex.example', 'Globex');
const sam3 = ticket('3', 'Sam', 'sam@globex.example', 'Globex');
const kim3 = ticket('3', 'Kim', 'kim@initech.example', 'Initech');
const half2 = ticket('2', 'Sam', 'jo@acme.example');
const colleague2 = ticket('2', 'Sam', 'sam@acme.example');
const emailOutOfSight1: Reading = { kind: 'ticket', number: '1', company: field('Acme'), contact: field('Jo'), email: { state: 'not_found' } };
const blank1 = ticket('1', '', '', '');
const blank2 = ticket('2', '', '', '');

function play(moments: Moment[]): void {
  let state = firstSettleState;
  for (const [at, shows, expected, blind] of moments) {
    const step = settle(state, shows, at, blind === 'blind');
    state = step.state;
    const outcome = step.reading.kind === 'ticket' ? 'offered' : step.reading.kind;
    expect(outcome, `at ${at} ms`).toBe(expected);
    // Whatever is offered is what stands on the page at that moment.
    if (step.reading.kind !== 'settling') expect(step.reading).toBe(shows);
  }
}

describe('a ticket is offered', () => {
  test('2.5 s after the first load, not before: the page may be in the middle of a switch', () =>
    play([[0, jo1, 'settling'], [2499, jo1, 'settling'], [2500, jo1, 'offered'], [9000, jo1, 'offered']]));

  test('when its fields have not changed for 600 ms, also after 2.5 s', () =>
    play([[0, jo1, 'settling'], [2000, sam1, 'settling'], [2500, sam1, 'settling'], [2599, sam1, 'settling'], [2600, sam1, 'offered']]));

  test('600 ms after a switch that brought a new company, contact and e-mail', () =>
    play([[0, jo1, 'settling'], [2500, jo1, 'offered'], [5000, sam2, 'settling'], [5599, sam2, 'settling'], [5600, sam2, 'offered']]));

  test('2.5 s after a switch between two tickets of one contact', () =>
    play([[0, jo1, 'settling'], [2500, jo1, 'offered'], [5000, jo2, 'settling'], [7499, jo2, 'settling'], [7500, jo2, 'offered']]));

  test('2.5 s after a switch between two tickets of one company: its name may still be the last one\'s', () =>
    play([[0, jo1, 'settling'], [2500, jo1, 'offered'], [5000, colleague2, 'settling'], [7499, colleague2, 'settling'], [7500, colleague2, 'offered']]));

  test('again 600 ms after coming back to it from another screen', () =>
    play([[0, jo1, 'settling'], [2500, jo1, 'offered'], [2700, otherScreen, 'not_ticket'], [5000, jo1, 'settling'], [5600, jo1, 'offered']]));
});

describe('a contact that is exchanged on the same ticket', () => {
  test('is not offered with the e-mail of the one before', () =>
    play([
      [0, jo1, 'settling'],
      [2500, jo1, 'offered'],
      [5000, ticket('1', 'Sam', 'jo@acme.example'), 'settling'],
      [6900, ticket('1', 'Sam', 'jo@acme.example'), 'settling'],
      [7000, sam1, 'settling'],
      [7500, sam1, 'settling'],
      [9500, sam1, 'offered'],
    ]));

  test('is offered 2.5 s after the last change', () =>
    play([
      [0, jo1, 'settling'],
      [2500, jo1, 'offered'],
      [5000, sam1, 'settling'],
      [5500, ticket('1', 'Sam', 'sam@acme.example', 'Globex'), 'settling'],
      [7999, ticket('1', 'Sam', 'sam@acme.example', 'Globex'), 'settling'],
      [8000, ticket('1', 'Sam', 'sam@acme.example', 'Globex'), 'offered'],
    ]));

  test('and put back is offered after 600 ms', () =>
    play([[0, jo1, 'settling'], [2500, jo1, 'offered'], [5000, sam1, 'settling'], [5300, jo1, 'settling'], [5900, jo1, 'offered']]));

  test('does not make the next ticket\'s fields look new', () =>
    play([
      [0, jo1, 'settling'],
      [2500, jo1, 'offered'],
      [5000, ticket('1', 'Sam', 'jo@acme.example'), 'settling'],
      [5500, ticket('2', 'Sam', 'jo@acme.example', 'Initech'), 'settling'],
      [6000, ticket('2', 'Sam', 'sam@acme.example', 'Initech'), 'settling'], // the address of the contact picked on ticket 1
      [6700, ticket('2', 'Sam', 'sam@acme.example', 'Initech'), 'settling'],
      [8000, ticket('2', 'Kim', 'kim@initech.example', 'Initech'), 'settling'],
      [8600, ticket('2', 'Kim', 'kim@initech.example', 'Initech'), 'offered'],
    ]));
});

describe('the contact of the last ticket is never offered for the next one', () => {
  test('while it stands in the fields for two seconds', () =>
    play([
      [0, jo1, 'settling'],
      [2500, jo1, 'offered'],
      [5000, jo2, 'settling'],
      [5600, jo2, 'settling'],
      [6999, jo2, 'settling'],
      [7000, sam2, 'settling'],
      [7599, sam2, 'settling'],
      [7600, sam2, 'offered'],
    ]));

  test('when the contact arrives before the e-mail', () =>
    play([
      [0, jo1, 'settling'],
      [2500, jo1, 'offered'],
      [5000, jo2, 'settling'],
      [5300, half2, 'settling'],
      [6900, half2, 'settling'],
      [6950, sam2, 'settling'],
      [7550, sam2, 'offered'],
    ]));

  test('when the fields are cleared in between', () =>
    play([
      [0, jo1, 'settling'],
      [2500, jo1, 'offered'],
      [5000, jo2, 'settling'],
      [5200, blank2, 'settling'],
      [5900, blank2, 'settling'],
      [7000, sam2, 'settling'],
      [7600, sam2, 'offered'],
    ]));

  test('nor the company of the last one with the new contact and e-mail', () =>
    play([
      [0, jo1, 'settling'],
      [2500, jo1, 'offered'],
      [5000, colleague2, 'settling'],
      [6400, colleague2, 'settling'],
      [6500, sam2, 'settling'],
      [7100, sam2, 'offered'],
    ]));

  test('when the first ticket was left for another screen before its fields came', () =>
    play([
      [0, blank1, 'settling'],
      [300, otherScreen, 'not_ticket'],
      [900, blank2, 'settling'],
      [1000, ticket('2', 'Jo', 'jo@acme.example'), 'settling'],
      [1700, ticket('2', 'Jo', 'jo@acme.example'), 'settling'],
      [2900, sam2, 'settling'],
      [3500, sam2, 'offered'],
    ]));

  test('when the first ticket was blank for 600 ms and its fields come after the switch', () =>
    play([
      [0, blank1, 'settling'],
      [700, blank1, 'settling'],
      [900, blank2, 'settling'],
      [1500, jo2, 'settling'],
      [2200, jo2, 'settling'],
      [2800, sam2, 'settling'],
      [3400, sam2, 'offered'],
    ]));

  test('when the one between them was seen for a moment only, and its fields came behind another screen', () =>
    play([
      [0, jo1, 'settling'],
      [2500, jo1, 'offered'],
      [5000, jo2, 'settling'],
      [5450, otherScreen, 'not_ticket'],
      [8000, sam3, 'settling'], // Sam is ticket 2's
      [8600, sam3, 'settling'],
      [9900, kim3, 'settling'],
      [10_500, kim3, 'offered'],
    ]));

  test.each(['no_banner', 'no_number', 'several_tickets', 'several_pods', 'numbers_differ'] as const)('when what stood between them was %s, and so perhaps a ticket', (why) =>
    play([
      [0, jo1, 'settling'],
      [2500, jo1, 'offered'],
      [5000, { kind: 'not_ticket', why }, 'not_ticket'],
      [5450, jo3, 'settling'],
      [6000, sam3, 'settling'],
      [6700, sam3, 'settling'],
      [7400, kim3, 'settling'],
      [8000, kim3, 'offered'],
    ]));

  test('when the technician comes back to a ticket that had not been read before it was left', () =>
    play([
      [0, jo1, 'settling'],
      [2500, jo1, 'offered'],
      [5000, jo2, 'settling'],
      [5450, otherScreen, 'not_ticket'],
      [9000, jo2, 'settling'],
      [9600, jo2, 'settling'],
      [11_000, sam2, 'settling'],
      [11_600, sam2, 'offered'],
    ]));

  test('when a field of the last one could not be read, and may have held anything', () =>
    play([
      [0, emailOutOfSight1, 'settling'],
      [2500, emailOutOfSight1, 'offered'],
      [5000, ticket('2', 'Sam', 'jo@acme.example', 'Globex'), 'settling'],
      [5700, ticket('2', 'Sam', 'jo@acme.example', 'Globex'), 'settling'],
      [6500, sam2, 'settling'],
      [7500, sam2, 'offered'],
    ]));

  test('when another screen came between the two tickets', () =>
    play([
      [0, jo1, 'settling'],
      [2500, jo1, 'offered'],
      [2600, otherScreen, 'not_ticket'],
      [5000, jo2, 'settling'],
      [5600, jo2, 'settling'],
      [5700, otherScreen, 'not_ticket'],
      [5800, jo2, 'settling'],
      [7500, jo2, 'settling'],
      [8300, jo2, 'offered'],
    ]));

  test('when two switches follow each other and the fields of the one in the middle come late', () =>
    play([
      [0, jo1, 'settling'],
      [2500, jo1, 'offered'],
      [5000, jo2, 'settling'],
      [5300, jo3, 'settling'],
      [6000, sam3, 'settling'],
      [6700, sam3, 'settling'],
      [7200, kim3, 'settling'],
      [7799, kim3, 'settling'],
      [7800, kim3, 'offered'],
    ]));

  test('when the technician goes back before the first ticket was left', () =>
    play([
      [0, jo1, 'settling'],
      [2500, jo1, 'offered'],
      [5000, jo2, 'settling'],
      [5100, jo1, 'settling'],
      [5800, sam1, 'settling'],
      [6500, sam1, 'settling'],
      [7000, jo1, 'settling'],
      [7600, jo1, 'offered'],
    ]));
});

describe('a look that came too late to see every ticket', () => {
  test('does not offer the fields of a ticket that was opened and left between two looks', () =>
    play([
      [0, jo1, 'settling'],
      [2500, jo1, 'offered'],
      [5000, sam3, 'settling', 'blind'], // ticket 2, Sam's, was in between
      [5600, sam3, 'settling'],
      [6500, kim3, 'settling'],
      [7100, kim3, 'settling'],
      [7500, kim3, 'offered'],
    ]));

  test('does not offer them either when the technician is back on the ticket before', () =>
    play([
      [0, jo1, 'settling'],
      [2500, jo1, 'offered'],
      [5000, jo1, 'offered', 'blind'],
      [5800, sam1, 'settling'],
      [6400, sam1, 'settling'],
      [7000, jo1, 'settling'],
      [7600, jo1, 'offered'],
    ]));

  test('nor those of the next ticket, opened right after that', () =>
    play([
      [0, jo1, 'settling'],
      [2500, jo1, 'offered'],
      [5000, jo1, 'offered', 'blind'], // ticket 2, Sam's, was in between
      [5450, jo3, 'settling'],
      [6000, sam3, 'settling'],
      [6700, sam3, 'settling'],
      [7200, kim3, 'settling'],
      [7950, kim3, 'offered'],
    ]));

  test('nor what such a ticket left behind another screen', () =>
    play([
      [0, jo1, 'settling'],
      [2500, jo1, 'offered'],
      [5000, otherScreen, 'not_ticket', 'blind'], // ticket 2, Sam's, was in between
      [9000, sam1, 'settling'],
      [9700, sam1, 'settling'],
      [10_900, jo1, 'settling'],
      [11_500, jo1, 'offered'],
    ]));

  test('holds nothing back while the fields stay as they are', () =>
    play([[0, jo1, 'settling'], [2500, jo1, 'offered'], [5000, jo1, 'offered', 'blind'], [5200, jo1, 'offered', 'blind']]));
});

test('a ticket that really has no contact is offered as such after 2.5 s', () =>
  play([[0, jo1, 'settling'], [2500, jo1, 'offered'], [5000, blank2, 'settling'], [7499, blank2, 'settling'], [7500, blank2, 'offered']]));

test.each(['no_banner', 'other_screen', 'no_number', 'several_tickets', 'several_pods', 'numbers_differ'] as const)('%s passes through at once', (why) =>
  play([[0, jo1, 'settling'], [2500, jo1, 'offered'], [2501, { kind: 'not_ticket', why }, 'not_ticket']]),
);

test('settling names the new ticket only', () => {
  const { reading } = settle(settle(firstSettleState, jo1, 0).state, jo2, 5000);
  expect(reading).toEqual({ kind: 'settling', number: '2' });
});
