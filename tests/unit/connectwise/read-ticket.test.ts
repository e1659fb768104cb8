// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest';
import { readTicket } from '../../../utils/connectwise/read-ticket';
import { addScreen, addTicket, setFields } from '../../support/connectwise/markup';

const url = 'https://na.myconnectwise.net/v2025_1/ConnectWise.aspx#XQAACAD??ServiceTicket';
const jo = { company: 'Acme Example', contact: 'Jo Sample', email: 'jo@acme.example' };
const sam = { company: 'Globex Example', contact: 'Sam Other', email: 'sam@globex.example' };
const joReading = ticket('1234567', jo);

function ticket(number: string, values: typeof jo) {
  const read = (value: string) => ({ state: 'read', value });
  return { kind: 'ticket', number, company: read(values.company), contact: read(values.contact), email: read(values.email) };
}
const read = (at = url) => readTicket(document, at);
const refused = (why: string) => ({ kind: 'not_ticket', why });
const one = <E extends Element = HTMLElement>(selector: string) => document.querySelector<E>(selector)!;

beforeEach(() => {
  document.body.innerHTML = '';
});

describe('a ticket in front of the technician', () => {
  beforeEach(() => void addTicket(document, '1234567', jo));

  test('is read with number, company, contact and e-mail', () => expect(read()).toEqual(joReading));

  test('is read from the current values, not from the attributes that lag behind', () => {
    one('input.cw_contact').setAttribute('value', 'Old Person');
    one('input.cw_emailAddress').setAttribute('value', 'old@acme.example');
    expect(read()).toEqual(joReading);
  });

  test('keeps its number when other extensions add nodes to the banner', () => {
    one('.detailLabel').prepend(Object.assign(document.createElement('b'), { textContent: 'Service Ticket #666 - x' }));
    one('.detailLabel').append(Object.assign(document.createElement('span'), { textContent: '#99' }), ' #98 - SLA');
    expect(read()).toEqual(joReading);
  });

  test('is read with a summary that imitates a banner', () => {
    one('.detailLabel').textContent = 'Service Ticket #1234567 - Service Ticket #1 - Project Ticket #2';
    expect(read()).toEqual(joReading);
  });

  test('is read without a summary', () => {
    one('.detailLabel').textContent = '\n Service Ticket  #1234567\u00a0';
    expect(read()).toEqual(joReading);
  });

  test('ignores the fields and the banner of a floating window', () => {
    const dialog = document.createElement('div');
    dialog.className = 'cw-gxt-wnd';
    document.body.prepend(dialog);
    dialog.append(addTicket(document, '7654321', sam));
    expect(read()).toEqual(joReading);
  });

  test('loses its fields, but not its number, with the company pod', () => {
    one('.pod_service_ticket_company').remove();
    const missing = { state: 'no_pod' };
    expect(read()).toEqual({ kind: 'ticket', number: '1234567', company: missing, contact: missing, email: missing });
  });

  test('does not take fields from outside the company pod', () => {
    one('.pod_hosted_3').innerHTML = '<input class="cw_contact"><input class="cw_emailAddress">';
    setFields(one('.pod_hosted_3'), sam);
    for (const name of ['cw_contact', 'cw_emailAddress']) one(`.pod_service_ticket_company .${name}`).closest('tr')!.remove();
    expect(read()).toMatchObject({ contact: { state: 'not_found' }, email: { state: 'not_found' } });
  });

  test('with the same field twice and two values says which one it is instead of guessing', () => {
    const twin = document.createElement('input');
    twin.className = 'cw_emailAddress';
    one('.pod_service_ticket_company').append(twin);
    twin.value = 'mallory@evil.example';
    expect(read()).toEqual({ ...joReading, email: { state: 'differs' } });
  });

  test('with two company pods is refused, also when only one of them has an e-mail address', () => {
    const twin = one('.pod_service_ticket_company').cloneNode(true) as HTMLElement;
    twin.querySelector('.cw_emailAddress')!.closest('tr')!.remove();
    one('.pod_service_ticket_company').after(twin);
    expect(read()).toEqual(refused('several_pods'));
  });

  test('whose own pod names another ticket than the banner is refused', () => {
    one('.pod_service_ticket_ticket_header > div').textContent = 'Ticket #1234568';
    expect(read()).toEqual(refused('numbers_differ'));
  });

  test('whose pod has another kind of title is read', () => {
    one('.pod_service_ticket_ticket_header > div').textContent = 'Request 1234568';
    expect(read()).toEqual(joReading);
  });
});

describe('a field', () => {
  const withEmail = (email: string) => {
    addTicket(document, '1234567', { ...jo, email });
    const reading = read();
    return reading.kind === 'ticket' ? reading.email : reading;
  };

  test.each(['', '   ', '\t'])('that holds %j is empty', (value) => expect(withEmail(value)).toEqual({ state: 'empty' }));

  test('is trimmed', () => expect(withEmail('  jo@acme.example ')).toEqual({ state: 'read', value: 'jo@acme.example' }));

  test.each([
    'Jo <jo@acme.example>',
    'jo@acme.example, mallory@evil.example',
    'jo@acme.example;mallory@evil.example',
    '\u200bjo@acme.example',
    'jo@acme.example\ufeff',
    '\u202ejo@acme.example',
    '<img src=x onerror=alert(1)>',
    'JO@ACME.EXAMPLE',
  ])('is handed on as the page has it: %j', (value) => expect(withEmail(value)).toEqual({ state: 'read', value }));

  test.each([
    ['a megabyte', `${'a'.repeat(1_000_000)}@acme.example`],
    ['an address that a cut would turn into another', `${' '.repeat(985)}jo@acme.example.evil.example`],
  ])('of %s is too long, and nothing of it is kept', (_name, value) => expect(withEmail(value)).toEqual({ state: 'too_long' }));
});

describe('several tickets in the document', () => {
  const hide: Record<string, (element: HTMLElement) => void> = {
    'display: none': (element) => (element.style.display = 'none'),
    'visibility: hidden': (element) => (element.style.visibility = 'hidden'),
    'opacity: 0': (element) => (element.style.opacity = '0'),
    'content-visibility on an ancestor': (element) => (element.style.contentVisibility = 'hidden'),
  };

  test.each(Object.entries(hide))('the one hidden by %s is not read', (_name, conceal) => {
    conceal(addTicket(document, '1234568', sam));
    addTicket(document, '1234567', jo);
    expect(read()).toEqual(joReading);
  });

  test('two visible ones are refused', () => {
    addTicket(document, '1234567', jo);
    addTicket(document, '1234568', sam);
    expect(read()).toEqual(refused('several_tickets'));
  });

  test('the same one twice is refused too', () => {
    addTicket(document, '1234567', jo);
    addTicket(document, '1234567', sam);
    expect(read()).toEqual(refused('several_tickets'));
  });

  test('a visible company pod of another ticket is refused', () => {
    addTicket(document, '1234567', jo);
    addTicket(document, '1234568', sam).querySelector('.cw_BannerView')!.remove();
    expect(read()).toEqual(refused('several_tickets'));
  });

  test('a visible ticket and another visible screen are not chosen between', () => {
    addTicket(document, '1234567', jo);
    addScreen(document, 'company');
    expect(read()).toEqual(refused('other_screen'));
  });
});

describe('what is not a ticket', () => {
  test.each(['board', 'company', 'contact', 'calendar', 'project', 'time'] as const)('the %s screen is another screen', (name) => {
    addScreen(document, name);
    expect(read()).toEqual(refused('other_screen'));
  });

  test('a new ticket has no number yet', () => {
    addScreen(document, 'new');
    expect(read()).toEqual(refused('no_number'));
  });

  test.each(['Service Ticket', 'Service Ticket #', 'Service Ticket #0 - x', 'Service Ticket #12a', 'Service Ticket #99999999999 - x'])(
    'a banner %j has no number',
    (text) => {
      addTicket(document, '1234567', jo);
      one('.detailLabel').textContent = text;
      expect(read()).toEqual(refused('no_number'));
    },
  );

  test.each(['Ticket #1234567', '#1234567', 'Ticket de service #1234567', 'About Service Ticket #1234567', 'Time for 1234567'])(
    'a banner %j is another screen',
    (text) => {
      addTicket(document, '1234567', jo);
      one('.detailLabel').textContent = text;
      expect(read()).toEqual(refused('other_screen'));
    },
  );

  test('a company that is called like a ticket is still a company', () => {
    addScreen(document, 'company');
    one('.detailLabel').textContent = 'Service Ticket #1234567 - Acme';
    expect(read()).toEqual(refused('other_screen'));
  });

  test('a page without a banner has none', () => {
    document.body.innerHTML = '<input class="cw_contact" value="Jo">';
    expect(read()).toEqual(refused('no_banner'));
  });

  test('a banner that is hidden or still blank does not count', () => {
    addTicket(document, '1234567', jo).style.display = 'none';
    expect(read()).toEqual(refused('no_banner'));
    document.body.innerHTML = '';
    addTicket(document, '1234567', jo).querySelector('.detailLabel')!.textContent = ' ';
    expect(read()).toEqual(refused('no_banner'));
  });

  test('the time entry module is another screen even with a ticket in its banner', () => {
    addTicket(document, '1234567', jo);
    expect(read('https://na.myconnectwise.net/v2025_1/TimeExpenseModule.html')).toEqual(refused('other_screen'));
  });

  test('a page of another host is not read, whatever it shows', () => {
    addTicket(document, '1234567', jo);
    expect(read('https://na.myconnectwise.net.evil.example/v2025_1/ConnectWise.aspx')).toEqual(refused('no_banner'));
  });
});
