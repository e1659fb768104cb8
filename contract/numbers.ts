/** The product's numbers. Seconds unless the name says otherwise. The service's clock decides all of them. */

export const codeDigits = 6;
/** NIST SP 800-63B-4 §3.1.3.2: an out-of-band code lives ten minutes at the most. */
export const longestLifeSeconds = 600;
export const shortestLifeSeconds = 60;
export const defaultLifeSeconds = { sms: 300, email: 600 } as const;

export const triesPerVerification = 3;
/** Wrong codes per account and method, over all verifications, until an administrator re-enables it (NIST ≤ 100). */
export const wrongCodesUntilDisabled = 10;
/**
 * After the n-th wrong code since the last right one, per account and method, nothing is compared for 2^n seconds: 2, 4, 8 …
 * but never longer than this (NIST SP 800-63B-4 §3.2.2).
 */
export const longestTryWaitSeconds = 300;

export const secondsBetweenSends = 20;
export const sendsPerWindow = 5;
export const sendWindowSeconds = 600;

/** Messages in a day (UTC), resends included. */
export const defaultSendsPerDay = { technician: 200, tenant: 2000 } as const;
/** Text messages only, in the MSP's own currency: what one part costs, and what a day (UTC) may cost. */
export const defaultSmsPartPrice = 0.05;
export const defaultSmsSpendPerDay = 50;
/** Where text messages may go: the regions of ConnectWise's English-speaking clouds. ISO 3166. */
export const defaultSmsCountries = ['US', 'CA', 'GB', 'IE', 'AU', 'NZ', 'ZA'] as const;
/** An address or number is not used for so long after it was changed: whoever changed it may be the caller. */
export const changedDestinationSeconds = 72 * 3600;

export const heartbeatSeconds = 5;
export const accessTokenSeconds = 300;
export const pairingCodeSeconds = 900;
