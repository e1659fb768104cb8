// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, describe, expect, test } from 'vitest';
import { nextStep } from '../../../components/doubt-words';
import { lookAgainAfterMs, sceneOf } from '../../../components/scene';
import { localNow, tabId } from '../../support/gallery/samples';
import { states } from '../../support/gallery/states';
import { pageText, showPanel } from './show-panel';

const heading = () => screen.getByRole('heading', { level: 1 }).textContent;
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });
const maybeButton = (name: string) => screen.queryByRole('button', { name });
const lifeMs = 800_000;

afterEach(cleanup);

describe('whose words the head shows', () => {
  test('ConnectWise’s record, with a masked address, and says so', () => {
    showPanel('record, ready');
    const head = document.querySelector('.who')?.textContent;
    expect(head).toContain('j•••@a•••.example');
    expect(head).toContain('From ConnectWise’s contact record');
    expect(head).not.toContain('jo@acme.example');
  });

  test('the page’s, and says that nothing else was read', () => {
    showPanel('ready');
    expect(document.querySelector('.who')?.textContent).toContain('Read from the page only');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('nobody’s before there is an answer', () => {
    showPanel('looking up');
    expect(document.querySelector('.source')).toBeNull();
  });
});

describe('nobody was found, and something speaks against the contact', () => {
  test.each(['poisoned, no account', 'poisoned, company mismatch'])('%s: it says what, and the danger', (name) => {
    showPanel(name);
    expect(heading()).toBe('This contact is in doubt');
    expect(screen.getByRole('region', { name: 'What speaks against this contact' }).textContent).toContain('The page shows another contact than ConnectWise’s contact record.');
    expect(pageText()).toContain('Somebody may be trying to pass for another person.');
    expect(pageText()).toContain('Nothing can be sent. Correct the ticket or the contact in ConnectWise, then look again.');
  });

  test('nobody is asked to add an account for an address that only the page has', () => {
    showPanel('poisoned, no account');
    expect(pageText()).not.toContain('add an account');
  });
});

test('a colleague is told whom to choose where the caller is not the ticket’s contact: the ticket alone would show them somebody else', () => {
  const { again } = showPanel('caller, exception asked');
  expect(pageText()).toContain('Have a colleague open ticket #10482 in their own panel and choose Sam Roe as the caller there. Their answer appears here.');
  again('exception, asked');
  expect(pageText()).toContain('Have a colleague open ticket #10482 in their own panel. Their answer appears here.');
});

test.each(['changed lately', 'changed lately, refused', 'changed lately, confirmed for a colleague'])('%s: a second technician may be asked, and what was not changed may be used', (name) => {
  const { intents } = showPanel(name);
  fireEvent.click(screen.getByText('Use what was changed all the same'));
  fireEvent.click(button('ASK A SECOND TECHNICIAN'));
  const reason = screen.getByRole<HTMLTextAreaElement>('textbox');
  fireEvent.input(reason, { target: { value: 'HR confirmed it' } });
  fireEvent.submit(reason.form!);
  expect(intents()).toEqual([{ name: 'ask_second', reason: 'HR confirmed it' }]);
  expect(maybeButton('SEND') ?? maybeButton('SEND VERIFICATION')).not.toBeNull();
});

test('an account of another name than the contact’s is pointed out before SEND: a record’s address can be edited to somebody else’s', () => {
  const { again } = showPanel('record, somebody else’s account');
  const notice = screen.getByText(/The account is that of Eve Moe, the contact is Jo Doe/).closest('.notice');
  expect(notice?.textContent).toContain('Whoever answers is verified as Eve Moe. Send only if you know that they are the same person.');
  again('record, ready');
  expect(pageText()).not.toContain('The account is that of');
});

test.each([
  [['record_unread'], 'Wait a moment, then look again.'],
  [['other_site'], 'Open the ticket on the ConnectWise that the service is connected to, or ask your administrator.'],
  [['record_differs'], 'Ask your administrator to bring the account or its match up to date, then look again.'],
  [['other_contact'], 'Ask your administrator to bring the account or its match up to date, then look again.'],
  [['ticket_differs', 'record_differs'], 'Correct the ticket or the contact in ConnectWise, then look again.'],
  [['contact_inactive'], 'Correct the ticket or the contact in ConnectWise, then look again.'],
] as const)('%s: the next step is one that helps', (doubts, next) => expect(nextStep(doubts)).toBe(next));

describe('something speaks against the contact', () => {
  const stopped = Object.keys(states).filter((name) => name.startsWith('doubt, ') || name === 'typed, doubt');

  test.each(stopped)('%s: it says what, the danger, and nothing can be sent', (name) => {
    showPanel(name);
    expect(heading()).toBe('This contact is in doubt');
    expect(screen.getByRole('region', { name: 'What speaks against this contact' }).querySelectorAll('li').length).toBeGreaterThan(0);
    expect(pageText()).toContain('Somebody may be trying to pass for another person.');
    expect(pageText()).toContain('Nothing can be sent.');
    expect(maybeButton('SEND') ?? maybeButton('SEND VERIFICATION')).toBeNull();
  });

  test('it names both sides', () => {
    showPanel('doubt, page differs');
    expect(pageText()).toContain('The page shows mallory@evil.example. ConnectWise’s contact record says j•••@a•••.example.');
  });

  test('the ways on: look again, another contact, a second technician', () => {
    const { intents } = showPanel('doubt, page differs');
    const steps = [...document.querySelectorAll('main button')].map(({ textContent }) => textContent);
    expect(steps).toEqual(['LOOK AGAIN', 'The caller is not this contact', 'ASK A SECOND TECHNICIAN']);
    fireEvent.click(button('LOOK AGAIN'));
    expect(intents()).toEqual([{ name: 'look_up' }]);
  });

  test('where ConnectWise was not read nobody else can be chosen', () => {
    showPanel('doubt, record unread');
    expect(maybeButton('The caller is not this contact')).toBeNull();
    expect(pageText()).toContain('Wait a moment, then look again.');
  });

  test('asking needs a reason, up to 200 characters, and passes it on once, by Enter’s button too', () => {
    const { intents } = showPanel('doubt, page differs');
    const reason = screen.getByRole<HTMLTextAreaElement>('textbox', { name: /Why go on all the same/ });
    expect([reason.required, reason.maxLength, button('ASK A SECOND TECHNICIAN').disabled]).toEqual([true, 200, true]);
    fireEvent.input(reason, { target: { value: '   ' } });
    expect(button('ASK A SECOND TECHNICIAN').disabled).toBe(true);
    fireEvent.input(reason, { target: { value: ' She married ' } });
    fireEvent.submit(reason.form!);
    expect(intents()).toEqual([{ name: 'ask_second', reason: 'She married' }]);
  });

  test('the reason stays while it is asked, and after it failed', () => {
    const { again } = showPanel('doubt, page differs');
    const reason = screen.getByRole<HTMLTextAreaElement>('textbox');
    fireEvent.input(reason, { target: { value: 'She married' } });
    again('doubt, asking');
    expect(button('ASK A SECOND TECHNICIAN').getAttribute('aria-busy')).toBe('true');
    again('doubt, refused by the service');
    expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('She married');
    expect(screen.getByRole('alert').textContent).toContain('do not agree');
  });
});

describe('a second technician was asked', () => {
  test('the one who asked waits: who, why, how long, and how to stop', () => {
    const { intents } = showPanel('exception, asked');
    expect(heading()).toBe('Waiting for a second technician');
    for (const words of ['Alex wants to go on', 'She married last week', 'Have a colleague open ticket #10482', '13:20 left']) expect(pageText()).toContain(words);
    expect([maybeButton('CONFIRM'), maybeButton('REFUSE'), maybeButton('SEND')]).toEqual([null, null, null]);
    fireEvent.click(button('CANCEL'));
    expect(intents()).toEqual([{ name: 'finish' }]);
  });

  test('the second one answers, and is asked nothing else', () => {
    const { intents } = showPanel('exception, to answer');
    expect(heading()).toBe('Alex wants to go on');
    for (const words of ['The page shows mallory@evil.example.', 'in spite of this, because: She married last week', 'Somebody may be trying to pass for another person.']) expect(pageText()).toContain(words);
    expect([...document.querySelectorAll('main button, main input, main textarea, main select')].map(({ textContent }) => textContent)).toEqual(['CONFIRM', 'REFUSE']);
    fireEvent.click(button('CONFIRM'));
    fireEvent.click(button('REFUSE'));
    const exceptionId = expect.any(String);
    expect(intents()).toEqual([{ name: 'decide_exception', exceptionId, decision: 'confirm' }]);
  });

  test('the second one’s press rests until there is an answer', () => {
    const { intents } = showPanel('exception, confirming');
    expect(button('CONFIRM').getAttribute('aria-busy')).toBe('true');
    fireEvent.click(button('REFUSE'));
    expect(intents()).toEqual([]);
  });

  test('confirmed: who did, the form to send with, and what speaks against it all the same', () => {
    showPanel('exception, confirmed');
    expect(pageText()).toContain('Sam confirmed going on');
    expect(pageText()).toContain('13:20 left to send');
    expect(pageText()).toContain('The page shows mallory@evil.example.');
    expect(button('SEND').disabled).toBe(false);
  });

  test('in the millisecond in which it is over, nothing can be sent any more', () => {
    const { again } = showPanel('exception, confirmed');
    again('exception, confirmed', localNow + lifeMs - 1);
    expect(maybeButton('SEND')).not.toBeNull();
    again('exception, confirmed', localNow + lifeMs);
    expect([heading(), maybeButton('SEND')]).toEqual(['This contact is in doubt', null]);
    again('exception, over');
    expect([heading(), maybeButton('SEND')]).toEqual(['This contact is in doubt', null]);
  });

  test('refused says so, and what is left to do', () => {
    showPanel('exception, refused');
    expect(pageText()).toContain('Sam refused what Alex asked for.');
    expect([maybeButton('SEND'), button('LOOK AGAIN'), button('ASK A SECOND TECHNICIAN')]).toEqual([null, expect.anything(), expect.anything()]);
  });

  test('what was confirmed to a colleague counts for the colleague only', () => {
    showPanel('exception, confirmed for a colleague');
    expect(pageText()).toContain('Sam confirmed that Alex goes on. Only Alex can send.');
    expect(maybeButton('SEND')).toBeNull();
  });
});

describe('an address or number that was changed lately', () => {
  test('can be asked for too, and the other methods stay', () => {
    const { intents } = showPanel('changed lately');
    expect(screen.getByText('Use what was changed all the same').tagName).toBe('SUMMARY');
    const reason = screen.getByRole<HTMLTextAreaElement>('textbox', { name: /Why go on/ });
    fireEvent.input(reason, { target: { value: 'New phone, checked in person' } });
    fireEvent.submit(reason.form!);
    expect(intents()).toEqual([{ name: 'ask_second', reason: 'New phone, checked in person' }]);
    expect(button('SEND').disabled).toBe(false);
  });

  test('while it is asked says what for, and the second one sees the same', () => {
    const { again } = showPanel('changed lately, asked');
    expect(pageText()).toContain('changed less than 72 hours ago.');
    expect(button('SEND').disabled).toBe(false);
    again('changed lately, to answer');
    expect([heading(), maybeButton('SEND')]).toEqual(['Alex wants to go on', null]);
    expect(pageText()).toContain('changed less than 72 hours ago.');
  });
});

describe('how often the panel looks again by itself', () => {
  const after = (name: string) => lookAgainAfterMs(sceneOf(states[name]!, tabId));
  test('every five seconds while the other one is waited for, and for a note that is being written; rarely for one that failed', () => {
    expect(['exception, asked', 'exception, to answer', 'note waiting', 'note failed'].map(after)).toEqual([5000, 5000, 5000, 30_000]);
  });

  test.each(['ready', 'doubt, page differs', 'exception, no longer waiting', 'exception, confirmed', 'exception, refused', 'note written', 'note given up', 'approved', 'live', 'unreachable'])('%s: not at all', (name) => {
    expect(after(name)).toBeUndefined();
  });
});
