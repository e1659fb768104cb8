/** The product's numbers. Seconds unless the name says otherwise. The service's clock decides all of them. */

export const codeDigits = 6;
/** NIST SP 800-63B-4 §3.1.3.2: an out-of-band code lives ten minutes at the most. */
export const longestLifeSeconds = 600;
export const shortestLifeSeconds = 60;
export const defaultLifeSeconds = { push: 60, sms: 300, email: 600 } as const;
/** Comparing a code after the phone's answer has a deadline of its own. */
export const compareSeconds = 180;
/** The number that a technician reads out and the caller types on the phone. */
export const numberDigits = 3;

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

/** Pushes that nobody answered, per account: no more until one is answered or time has passed (push fatigue). */
export const unansweredPushes = 3;
export const unansweredWindowSeconds = 600;
/** Denials on the phone without an approval between them that stop pushes and alert the MSP. */
export const denialsUntilBlocked = 2;
export const denialWindowSeconds = 24 * 3600;

/** How long after SEND a person may still say that they did not ask for it: few look at once. */
export const reportSeconds = 24 * 3600;

/** Results by a phone, or by a fingerprint, face or PIN, that was added so lately say so. */
export const newDeviceSeconds = 72 * 3600;
export const mostPhones = 5;
/** How long after a success its notice's link can still say that it was somebody else. */
export const notYouLinkSeconds = 30 * 24 * 3600;
/** What the link of a lost phone's report is good for. */
export const lostPhoneLinkSeconds = 24 * 3600;
/** Anybody may report a phone as lost: how often its account is told, also in a day (UTC), and how many of the tenant's text messages say so in one. */
export const secondsBetweenLostReports = 3600;
export const lostPhoneMailsPerDay = 3;
export const lostPhoneTextsPerDay = 20;
/** An invitation to the phone app, and the code that it needs from another channel. */
export const invitationSeconds = 24 * 3600;
export const invitationCodeSeconds = 600;
export const codesPerInvitation = 3;
/** How many minutes a success counts, for the same contact on the same ticket and for what may follow from it. */
export const defaultVerifiedMinutes = 15;
export const shortestVerifiedMinutes = 5;
export const longestVerifiedMinutes = 60;

/** Messages in a day (UTC), resends included. */
export const defaultSendsPerDay = { technician: 200, tenant: 2000 } as const;
/** Text messages only, in the MSP's own currency: what one part costs, and what a day (UTC) may cost. */
export const defaultSmsPartPrice = 0.05;
export const defaultSmsSpendPerDay = 50;
/** Where text messages may go: the regions of ConnectWise's English-speaking clouds. ISO 3166. */
export const defaultSmsCountries = ['US', 'CA', 'GB', 'IE', 'AU', 'NZ', 'ZA'] as const;
/** An address or number is not used for so long after it was changed: whoever changed it may be the caller. */
export const changedDestinationSeconds = 72 * 3600;

/** How long a wish to go on in spite of doubts, and its confirmation, count. */
export const exceptionSeconds = 15 * 60;

export const heartbeatSeconds = 5;
export const accessTokenSeconds = 300;
export const pairingCodeSeconds = 900;

/** How long a browser waits for an answer of the service. */
export const answerSeconds = 10;
/** What ConnectWise says to one request of a technician's has come after this, or counts as no answer: the browser must hear of that while it still waits. */
export const connectwiseSeconds = 7;
