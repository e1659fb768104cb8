export type QueuedMessage = {
  /** Names the message towards the browser, and in the Location of the answer. */
  version: string;
  channelId: string;
  /** The browser that it is for. */
  userAgentId: string;
  topic: string | undefined;
  ttlSeconds: number;
  /** Unix time in milliseconds. */
  expiresAt: number;
  /** The body as it came, encrypted for the browser. */
  data: Buffer;
};
export type MessageQueue = ReturnType<typeof createMessageQueue>;

/** Messages that no browser has acknowledged yet. `now` answers Unix time in milliseconds. */
export function createMessageQueue(now: () => number) {
  let messages: QueuedMessage[] = [];
  return {
    /** Keeps a message; it takes the place of an earlier one with the same topic (RFC 8030, section 5.4). */
    add: (message: QueuedMessage) => {
      const isReplaced = ({ channelId, topic }: QueuedMessage) => topic !== undefined && topic === message.topic && channelId === message.channelId;
      messages = [...messages.filter((each) => !isReplaced(each)), message];
    },
    /** What waits for this browser and has not outlived its TTL. */
    waiting: (userAgentId: string) => messages.filter((each) => each.userAgentId === userAgentId && each.expiresAt > now()),
    remove: (version: string) => void (messages = messages.filter((each) => each.version !== version)),
    removeChannel: (channelId: string) => void (messages = messages.filter((each) => each.channelId !== channelId)),
  };
}
