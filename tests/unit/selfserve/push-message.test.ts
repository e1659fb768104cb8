import { expect, test, vi } from 'vitest';
import { parsePush, showPush, wordsFor } from '../../../service/selfserve/worker/push-message';
import { over, request, terms } from '../../support/gallery/phone-samples';

const id = terms.verification;
const payload = JSON.stringify({ r: id });

function createDeps() {
  return {
    listRequests: vi.fn(async () => [request()] as ReturnType<typeof request>[] | undefined),
    findTenant: vi.fn(async () => 'Harbor IT' as string | undefined),
    show: vi.fn(async (_shown: unknown) => undefined),
    tellWindows: vi.fn(async () => undefined),
    wait: vi.fn(() => new Promise<undefined>(() => undefined)),
  };
}
const general = { title: 'Harbor IT asks: is this you?', body: 'Open to see who asks, and for what.', tag: id };

test('a push shows who asks and for what, as the service says it', async () => {
  const deps = createDeps();
  await showPush(payload, deps);
  expect(deps.show).toHaveBeenCalledExactlyOnceWith({ title: 'Harbor IT asks: is this you?', body: 'Only if you called Harbor IT. Alex Technician, ticket #10482, Password reset', tag: id });
});

test('a call from the help desk says so', () => {
  expect(wordsFor(id, [request({}, { direction: 'outbound' })], undefined).body).toContain('Harbor IT is calling you');
});

test('a request that is over says that, and asks for nothing', () => {
  expect(wordsFor(id, [over({})], 'Harbor IT').title).toBe('A request of Harbor IT is over');
});

test.each<[string, (deps: ReturnType<typeof createDeps>) => void]>([
  ['the service cannot be reached', (deps) => deps.listRequests.mockResolvedValue(undefined)],
  ['the question fails', (deps) => deps.listRequests.mockRejectedValue(new Error('down'))],
  ['the request is none of this phone’s', (deps) => deps.listRequests.mockResolvedValue([])],
  ['windows cannot be told', (deps) => { deps.tellWindows.mockRejectedValue(new Error('gone')); deps.listRequests.mockResolvedValue([]); }],
])('when %s, one general notification is shown all the same', async (_, arrange) => {
  const deps = createDeps();
  arrange(deps);
  await showPush(payload, deps);
  expect(deps.show).toHaveBeenCalledExactlyOnceWith(general);
});

test('when the service does not answer in time, one general notification is shown, and no second one after it', async () => {
  const deps = createDeps();
  let answer: (requests: ReturnType<typeof request>[]) => void = () => undefined;
  deps.listRequests.mockReturnValue(new Promise((resolve) => (answer = resolve)));
  deps.wait.mockResolvedValue(undefined);
  await showPush(payload, deps);
  answer([request()]);
  await Promise.resolve();
  expect(deps.wait).toHaveBeenCalledExactlyOnceWith(3_000);
  expect(deps.show).toHaveBeenCalledOnce();
});

test('open windows are told, so that they need not wait for their next question', async () => {
  const deps = createDeps();
  await showPush(payload, deps);
  expect(deps.tellWindows).toHaveBeenCalledOnce();
});

test.each([undefined, '', 'null', '[]', '7', '{"r":7}', '{"r":"not an id"}', '{"x":1}', '{', '"r"'])('a push that carries %s is shown too, about nothing', async (text) => {
  expect(parsePush(text)).toBeUndefined();
  const deps = createDeps();
  await showPush(text, deps);
  expect(deps.show).toHaveBeenCalledExactlyOnceWith({ ...general, tag: 'request' });
});
