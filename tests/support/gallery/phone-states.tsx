import type { PhoneRequest } from '#contract/phone';
import type { ComponentChildren } from 'preact';
import { Shell } from '../../../service/selfserve/parts/shell';
import { AddPhone, ShowInvitation } from '../../../service/selfserve/screens/add-phone';
import { ConfirmReport } from '../../../service/selfserve/screens/confirm-report';
import { Home } from '../../../service/selfserve/screens/home';
import { JoinScreen } from '../../../service/selfserve/screens/join';
import { LinkPage, LinkUsed } from '../../../service/selfserve/screens/link';
import { LostPhone } from '../../../service/selfserve/screens/lost';
import { NotificationsScreen } from '../../../service/selfserve/screens/notifications';
import { AlreadyAdded, BrokenLink, NoStorage, NotAdded, Starting } from '../../../service/selfserve/screens/outside';
import { Phones } from '../../../service/selfserve/screens/phones';
import { RequestScreen } from '../../../service/selfserve/screens/request';
import type { Join } from '../../../service/selfserve/state/join';
import { findScene } from '../../../service/selfserve/state/request-scene';
import type { AppState } from '../../../service/selfserve/state/phone';
import type { Requests } from '../../../service/selfserve/state/requests';
import type { Notifications } from '../../../service/selfserve/device/notifications';
import type { Platform } from '../../../service/selfserve/device/platform';
import { appState, invitation, over, phoneNow, phoneState, received, request, requestsOf, serviceNow, terms } from './phone-samples';

/** Every state of the phone app. */

const none = () => {};
const never = () => new Promise<never>(none);

const inShell = (screen: ComponentChildren, back = false) => <Shell tenant="Harbor IT" back={back}>{screen}</Shell>;

function front(first: PhoneRequest, changes: Partial<Requests> = {}, verifiesUser = false) {
  const scene = findScene(requestsOf([first], changes), phoneNow);
  return scene && inShell(<RequestScreen scene={scene} askedAt={phoneNow} verifiesUser={verifiesUser} onAnswer={none} onTurnOnVerification={never} onClose={none} />);
}

const home = (changes: Partial<AppState> = {}, { online = true, platform = 'android' as Platform } = {}) => inShell(<Home state={appState(changes)} online={online} platform={platform} onOpen={none} onTurnOnNotifications={none} />);

const join = (state: Join, link?: string) => inShell(<JoinScreen join={state} now={phoneNow} phoneName="Android phone" linkForHomeScreen={link} onOpen={none} onSendCode={none} onHasCode={none} onAdd={none} onLeave={none} />);

const notifications = (state: Notifications, platform: Platform, isNew = false) => inShell(<NotificationsScreen state={state} platform={platform} isNew={isNew} onTurnOn={none} onDone={none} />, true);

const id = terms.verification;
const history = [
  over({ status: 'approved' }, { verification: 'a', action: 'mfa_reset' }),
  over({ endReason: 'phone_denied', createdAt: serviceNow - 86_400_000 }, { verification: 'b', action: null }),
  over({ status: 'expired', createdAt: serviceNow - 90_000_000 }, { verification: 'c', action: 'remote_control', technician: { id: 'x', name: 'Samantha Featherstonehaugh' } }),
];
const two = [request(), request({}, { verification: 'd', action: 'remote_control', ticket: { host: 'na.myconnectwise.net', number: '10499' } })];
const invited = received(invitation());

export const phoneStates: Record<string, () => ComponentChildren> = {
  starting: () => inShell(<Starting trouble={undefined} onRetry={none} />),
  'not connected': () => inShell(<Starting trouble={{ code: 'unreachable' }} onRetry={none} />),
  'not added': () => inShell(<NotAdded removedBy={undefined} onInvitation={none} />),
  removed: () => inShell(<NotAdded removedBy="Harbor IT" onInvitation={none} />),
  'no storage': () => inShell(<NoStorage />),
  'broken link': () => inShell(<BrokenLink />),
  'already added': () => inShell(<AlreadyAdded tenant="Harbor IT" onGo={none} />),
  'join, opening': () => join({ step: 'opening' }),
  'join, over': () => join({ step: 'closed', trouble: { code: 'invitation_over' } }),
  'join, invited': () => join({ step: 'invited', invitation: invited, busy: false }),
  'join, invited again': () => join({ step: 'invited', invitation: received(invitation({ codesLeft: 2 })), busy: false, trouble: { code: 'too_soon', retryAfterSeconds: 12 } }),
  'join, iPhone': () => join({ step: 'invited', invitation: invited, busy: false }, 'https://verify.harbor.example/p/#join=x'),
  'join, code': () => join({ step: 'code', invitation: received(invitation({ codesLeft: 2, nextCodeAt: serviceNow + 14_000 })), busy: undefined }),
  'join, code wrong': () => join({ step: 'code', invitation: received(invitation({ codeTo: null })), busy: undefined, trouble: { code: 'code_wrong' } }),
  'join, notifications': () => notifications('asks', 'android', true),
  'join, done': () => notifications('on', 'android', true),
  'home, asking': () => home({ requests: { ...requestsOf([]), list: undefined } }),
  home: () => home({ requests: requestsOf(history, { openId: undefined }) }),
  'home, empty': () => home(),
  'home, two waiting': () => home({ requests: requestsOf(two, { openId: undefined }) }),
  'home, offline': () => home({ requests: requestsOf(history, { openId: undefined, trouble: { code: 'unreachable' } }) }, { online: false }),
  'home, unreachable': () => home({ requests: requestsOf([], { trouble: { code: 'unavailable' } }) }),
  'home, notifications asked': () => home({ notifications: 'asks' }),
  'home, notifications off': () => home({ notifications: 'refused', requests: requestsOf(history, { openId: undefined }) }),
  ask: () => front(request()),
  'ask, outbound': () => front(request({}, { direction: 'outbound', action: 'remote_control' })),
  'ask, long names': () => front(request({}, { action: null, tenant: { id: 'x', name: 'Northumberland & Featherstonehaugh Managed Services Ltd' }, technician: { id: 'x', name: 'Maximiliana Featherstonehaugh-Cholmondeley' } })),
  'ask, running out': () => front(request({}, { expiresAt: serviceNow + 9_000 })),
  'ask, sending': () => front(request(), { sending: { id, decision: 'approve', step: 'sending' } }),
  'ask, offline': () => front(request(), { sending: { id, decision: 'approve', step: 'retrying' } }),
  'ask, not confirmed': () => front(request(), { refusal: { id, why: { code: 'not_confirmed' } } }, true),
  'ask, fingerprint wanted': () => front(request({ userVerificationRequired: true })),
  'ask, number': () => front(request({ check: 'number' })),
  'ask, number wrong': () => front(request({ check: 'number', triesLeft: 1 })),
  report: () => inShell(<ConfirmReport scene={findScene(requestsOf([request()]), phoneNow)!} onReport={none} onBack={none} />),
  'read code': () => front(request({ check: 'compare', answeredAt: serviceNow, code: '493201' }, { expiresAt: serviceNow + 171_000 })),
  'approved, no code': () => front(request({ check: 'compare', answeredAt: serviceNow }, { expiresAt: serviceNow + 171_000 })),
  approved: () => front(over({ status: 'approved' })),
  denied: () => front(over({ endReason: 'phone_denied' })),
  'not verified': () => front(over({})),
  'phone removed': () => front(over({ endReason: 'phone_removed', check: 'compare' })),
  'too many numbers': () => front(over({ endReason: 'too_many_attempts', check: 'number' })),
  reported: () => front(over({ endReason: 'not_requested', reported: true })),
  'reporting what is over': () => front(over({ status: 'cancelled' }), { reporting: true }),
  late: () => front(request({}, { expiresAt: serviceNow })),
  'not delivered': () => front(request({}, { expiresAt: serviceNow }), { refusal: { id, why: { code: 'not_delivered' } } }),
  withdrawn: () => front(over({ status: 'cancelled' })),
  failed: () => front(over({ status: 'failed' })),
  phones: () => inShell(<Phones phone={received(phoneState())} canVerifyUser onRemove={never} onUseVerification={never} />, true),
  'add phone': () => inShell(<AddPhone onInvite={never} share={none} />, true),
  invitation: () => inShell(<ShowInvitation invitation={{ link: `https://verify.harbor.example/p/#join=${'x'.repeat(43)}`, code: '184920', expiresAt: serviceNow + 600_000 }} share={none} />, true),
  'notifications on': () => notifications('on', 'android'),
  'notifications refused': () => notifications('refused', 'android'),
  'notifications refused, desktop': () => notifications('refused', 'desktop'),
  'notifications, iPhone': () => notifications('home_screen', 'ios'),
  'notifications failed': () => notifications('failed', 'android'),
  'lost phone': () => inShell(<LostPhone onReport={never} />),
  'link, remove': () => inShell(<LinkPage purpose="remove" onUse={never} />),
  'link, lost': () => inShell(<LinkPage purpose="lost" onUse={never} />),
  'link, not you': () => inShell(<LinkPage purpose="not-you" onUse={never} />),
  'link, phone removed': () => inShell(<LinkUsed done={{ done: 'phone_removed', tenant: 'Harbor IT' }} />),
  'link, reported': () => inShell(<LinkUsed done={{ done: 'reported', tenant: 'Harbor IT' }} />),
};
