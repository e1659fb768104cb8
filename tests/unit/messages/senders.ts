import type { Sender, SenderKind } from '../../../utils/messages/classify-sender';

/** Senders in the shape in which Chromium and Firefox hand them over, and the same bent by somebody who means harm. */
export const chromium = { extensionOrigin: 'chrome-extension://abcdefghijklmnopabcdefghijklmnop', runtimeId: 'abcdefghijklmnopabcdefghijklmnop' };
export const firefox = { extensionOrigin: 'moz-extension://6f1f2d3c-0000-4000-8000-0123456789ab', runtimeId: 'countersign@countersign.example' };

type Case = { title: string; browser: typeof chromium; sender: Sender; kind: SenderKind };

const ticketOrigin = 'https://na.myconnectwise.net';
const onPremise = 'https://cw.acme.example:8443';
const ticketUrl = `${ticketOrigin}/v4_6_release/services/system_io/Service/fv_sr100_request.rails?service_recid=4711`;
const tab = { id: 7, windowId: 1 };

function casesOf(name: string, browser: typeof chromium): Case[] {
  const { extensionOrigin, runtimeId: id } = browser;
  const content = { id, url: ticketUrl, origin: ticketOrigin, frameId: 0, tab };
  const panel = { id, url: `${extensionOrigin}/sidepanel.html`, origin: extensionOrigin };
  const pod = { id, url: `${extensionOrigin}/pod.html`, origin: extensionOrigin, frameId: 12, tab };
  const options = { id, url: `${extensionOrigin}/options.html`, origin: extensionOrigin, frameId: 0, tab };
  const list: [string, Sender, SenderKind][] = [
    ['the content script of a ticket page', content, 'content'],
    ['the content script, origin not told', { ...content, origin: undefined }, 'content'],
    ['the panel', panel, 'panel'],
    ['the panel, with a frame id', { ...panel, frameId: 0 }, 'panel'],
    ['the pod', pod, 'pod'],
    ['the options page in a tab', options, 'options'],
    ['the options page inside the browser’s own page', { ...options, tab: undefined }, 'options'],
    ['the panel’s page in a tab', { ...panel, frameId: 0, tab }, 'stranger'],
    ['the panel’s page framed by a page', { ...panel, frameId: 3, tab }, 'stranger'],
    ['the pod’s page as a tab of its own', { ...pod, frameId: 0 }, 'stranger'],
    ['the pod’s page without a tab', { ...pod, tab: undefined }, 'stranger'],
    ['the options page framed by a page', { ...options, frameId: 4 }, 'stranger'],
    ['a content script in a frame', { ...content, frameId: 5 }, 'stranger'],
    ['a content script without a tab', { ...content, tab: undefined }, 'stranger'],
    ['a content script elsewhere', { ...content, url: 'https://evil.example/', origin: 'https://evil.example' }, 'stranger'],
    ['a content script at a server of one’s own', { ...content, url: `${onPremise}/v4_6_release/ConnectWise.aspx`, origin: onPremise }, 'content'],
    ['a server of one’s own in a frame', { ...content, frameId: 5, url: `${onPremise}/v4_6_release/ConnectWise.aspx`, origin: onPremise }, 'stranger'],
    ['another path of that server', { ...content, url: `${onPremise}/owa/v4_6_release/`, origin: onPremise }, 'stranger'],
    ['that server without TLS', { ...content, url: 'http://cw.acme.example/v4_6_release/', origin: 'http://cw.acme.example' }, 'stranger'],
    ['a host that ends like ConnectWise', { ...content, url: 'https://evilmyconnectwise.net/', origin: 'https://evilmyconnectwise.net' }, 'stranger'],
    ['a host that begins like ConnectWise', { ...content, url: 'https://na.myconnectwise.net.evil.example/', origin: undefined }, 'stranger'],
    ['ConnectWise without TLS', { ...content, url: 'http://na.myconnectwise.net/', origin: 'http://na.myconnectwise.net' }, 'stranger'],
    ['a page whose origin is not its address’s', { ...content, origin: 'null' }, 'stranger'],
    ['an address that carries ours as a path', { ...content, url: `https://evil.example/${extensionOrigin}/sidepanel.html`, origin: undefined }, 'stranger'],
    ['another extension', { id: 'ponmlkjihgfedcbaponmlkjihgfedcba', url: 'chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba/sidepanel.html' }, 'stranger'],
    ['another extension with our address', { ...panel, id: 'ponmlkjihgfedcbaponmlkjihgfedcba' }, 'stranger'],
    ['our page with somebody else’s origin', { ...panel, origin: ticketOrigin }, 'stranger'],
    ['another page of ours', { ...panel, url: `${extensionOrigin}/other.html` }, 'stranger'],
    ['a path that only ends like the panel', { ...panel, url: `${extensionOrigin}/x/sidepanel.html` }, 'stranger'],
    ['a native application', { id, url: undefined }, 'stranger'],
    ['nobody', {}, 'stranger'],
  ];
  return list.map(([title, sender, kind]) => ({ title: `${name}: ${title}`, browser, sender, kind }));
}

export const senderCases = [...casesOf('Chromium', chromium), ...casesOf('Firefox', firefox)];

export function senderOf(kind: SenderKind): Sender {
  return senderCases.find((one) => one.browser === chromium && one.kind === kind)!.sender;
}
