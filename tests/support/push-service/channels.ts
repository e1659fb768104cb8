/** A subscription: the browser that holds it, and the application server key that it was made with. */
export type Channel = { channelId: string; userAgentId: string; key: string | undefined };
export type Channels = ReturnType<typeof createChannels>;

/** The subscriptions of all browsers, and which were given up. */
export function createChannels(origin: string) {
  const channels = new Map<string, Channel>();
  const removed = new Set<string>();
  return {
    /** Answers the endpoint that messages for it are posted to. */
    add: (channel: Channel): string => {
      channels.set(channel.channelId, channel);
      removed.delete(channel.channelId);
      return `${origin}/wpush/v2/${channel.channelId}`;
    },
    remove: (channelId: string) => {
      if (channels.delete(channelId)) removed.add(channelId);
    },
    find: (channelId: string) => channels.get(channelId),
    isRemoved: (channelId: string) => removed.has(channelId),
  };
}
