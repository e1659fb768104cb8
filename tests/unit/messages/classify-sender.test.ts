import { expect, test } from 'vitest';
import { classifySender } from '../../../utils/messages/classify-sender';
import { senderCases } from './senders';

test.each(senderCases)('$title is: $kind', ({ browser, sender, kind }) => {
  expect(classifySender(sender, browser.extensionOrigin, browser.runtimeId)).toBe(kind);
});
