// @vitest-environment happy-dom
import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { describePage } from '../../../utils/connectwise/describe-page';
import { PageDescriptionSchema } from '../../../utils/messages/schemas';
import { podSelector } from '../../../utils/pod/pod-selector';
import { addTicket } from '../../support/connectwise/markup';

const url = 'https://na.myconnectwise.net/v2025_1/ConnectWise.aspx?routeTo=ServiceFV&recid=1234567';
const jo = { company: 'Acme Example', contact: 'Jo Sample', email: 'jo@acme.example' };
const describeNow = (at = url) => describePage(document, at, podSelector);
const one = (selector: string) => document.querySelector<HTMLElement>(selector)!;

beforeEach(() => {
  document.body.innerHTML = '';
});

describe('the description of a page', () => {
  test('names host kind and build, and nothing else of the address', () => {
    expect(describeNow()[0]).toBe('cloud, build v2025_1');
    expect(describeNow('https://psa.msp.example/v4_6_release/ConnectWise.aspx')[0]).toBe('on-premise, build v4_6_release');
    expect(describeNow('https://na.myconnectwise.net/jo@acme.example/v2025_1/')[0]).toBe('cloud, build unknown');
  });

  test('says for each generation what each selector finds, and how much of it is visible', () => {
    addTicket(document, '1234567', jo);
    addTicket(document, '1234568', jo).style.display = 'none';
    one('.cw_contact').remove();
    const text = describeNow().join('\n');
    expect(text).toMatch(/field-classes \(2026-08\)\n  banner 1\/2\n/);
    expect(text).toMatch(/  company 1\/2\n  contact 0\/1\n  email 1\/2\nrow-labels/);
  });

  test('shows how the company pod is built: elements, classes, kinds of inputs, labels in ConnectWise\'s own words', () => {
    addTicket(document, '1234567', jo);
    one('.cw_emailAddress').className = 'cw_mailBox';
    const lines = describeNow();
    expect(lines).toContainEqual(expect.stringMatching(/^ +tr\.pod-element-row$/));
    expect(lines).toContainEqual(expect.stringMatching(/div\.gwt-Label\.mm_label\.\w+\[title=Email\]$/));
    expect(lines).toContainEqual(expect.stringMatching(/ input\.cw_mailBox\[text\]$/));
  });

  test('stays short however large the page is', () => {
    document.body.innerHTML = '<div><p></p></div>'.repeat(5000);
    expect(describeNow().length).toBeLessThan(450);
  });

  test('a line that would be longer than the rest of the extension takes is cut', () => {
    addTicket(document, '1234567', jo);
    one('.pod_service_ticket_company').append(Object.assign(document.createElement('div'), { className: Array.from({ length: 90 }, (_, index) => `${'long-'.repeat(10)}${'abcdefghij'[index % 10]}${'klmnopqrs'[index % 9]}`).join(' ') }));
    const lines = describeNow();
    expect(lines).toContainEqual(expect.stringMatching(/^ +div\.(?:long-){10}ak\..{900,}…$/));
    expect(PageDescriptionSchema.safeParse(lines).success).toBe(true);
  });

  test('numbers that could be a ticket\'s are left out of names, and so are titles that are no label\'s', () => {
    addTicket(document, '1234567', jo);
    one('.pod_service_ticket_company').append(Object.assign(document.createElement('div'), { className: 'recid-1234567 Jürgen', title: 'Jo Sample' }));
    const text = describeNow().join('\n');
    expect(text).toContain('.recid-#.?');
    expect(text).not.toMatch(/1234567|Jo Sample|Jürgen/);
  });
});

test('no value, text, title, id or address of the page stands in it, whatever they are', () => {
  const marked = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => `${text}QxMark${text}`);
  const property = fc.property(fc.array(marked, { minLength: 14, maxLength: 14 }), fc.constantFrom('', '.cw_contact', '.pod_service_ticket_company', '.ServiceTicket', '.cw_BannerView'), (texts, lost) => {
    document.body.innerHTML = '';
    const [company = '', contact = '', email = '', summary = '', ...rest] = texts;
    const shell = addTicket(document, '1234567', { company, contact, email }, { summary });
    const elements = [...shell.querySelectorAll<HTMLElement>('*')];
    elements.forEach((element, index) => {
      const text = rest[index % rest.length] ?? '';
      element.append(text);
      element.id = `x-auto-${text}`;
      if (!element.title || index % 2) element.title = text;
      for (const name of ['data-value', 'value', 'alt', 'aria-label', 'name', 'placeholder', 'href', 'style']) element.setAttribute(name, text);
    });
    if (lost) shell.querySelector(lost)?.remove();
    const lines = describePage(document, `${url}&x=QxMark`, podSelector);
    return lines.length > 10 && !lines.join('\n').includes('QxMark') && PageDescriptionSchema.safeParse(lines).success;
  });
  fc.assert(property, { numRuns: 100, seed: Number(process.env['COUNTERSIGN_SEED'] ?? 20_261) });
}, 60_000);
