/** Host names under which the fake page is served, as the browsers and the certificate need them. */

export const cloudHost = 'na.myconnectwise.net';
export const cloudHosts = [cloudHost, 'eu.myconnectwise.net', 'au.myconnectwise.net', 'sandbox-na.myconnectwise.net', 'staging.connectwisedev.com'];
/** On-premise ConnectWise has any name; in the browsers of the tests it has these. */
export const onPremiseHosts = ['cw.acme-msp.example', 'psa.other-msp.example'] as const;
/** Whose page stands in a hosted pod. */
export const hostedHost = 'pods.vendor.example';

export const allHosts = [...cloudHosts, ...onPremiseHosts, hostedHost];

const patterns = ['*.myconnectwise.net', '*.connectwisedev.com', ...onPremiseHosts, hostedHost];

/** All names in a certificate. */
export const certificateNames = patterns;

/** For Chromium's `--host-resolver-rules`: all names lead to `port` on loopback. */
export const resolverRules = (port: number) => patterns.map((pattern) => `MAP ${pattern}:443 127.0.0.1:${port}`).join(', ');
