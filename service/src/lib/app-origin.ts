/** Where people's browsers find the phone app: known once the service listens. */
export type AppOrigin = { read(): string; listensAt(origin: string): void };

/** The public origin, or else this machine by the name that browsers take for a secure one (W3C Secure Contexts §3.1), which an address is not to WebAuthn. */
export function createAppOrigin(publicOrigin: string | undefined): AppOrigin {
  let listening: string | undefined;
  return {
    read: () => {
      const origin = publicOrigin ?? listening;
      if (origin === undefined) throw new Error('The service does not listen yet.');
      return origin;
    },
    listensAt: (origin) => {
      const url = new URL(origin);
      url.hostname = 'localhost';
      listening = url.origin;
    },
  };
}
