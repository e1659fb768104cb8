import type { BrowserContext, Page } from 'playwright';

/**
 * A platform authenticator without hardware (Chrome DevTools Protocol, WebAuthn): key pairs that stay on the device, not discoverable;
 * the person in front of it is present at once, and verified until told otherwise.
 */
export async function addAuthenticator(context: BrowserContext, page: Page) {
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: false,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    /** Whether fingerprint, face or PIN will be the right one from now on. */
    setUserVerified: (isUserVerified: boolean) => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  };
}
