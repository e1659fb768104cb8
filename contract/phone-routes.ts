import {
  AnswerSchema, CredentialOptionsSchema, CredentialSchema, EnrolSchema, InvitationSchema, LinkDoneSchema, LinkSchema, LostPhoneSchema, OpenInvitationSchema, PhoneInvitationSchema, PhoneRequestSchema,
  PhoneRequestsSchema, PhoneStateSchema, SubscribeSchema,
} from './phone.ts';
import type { Route } from './route.ts';

/** What the phone app asks. */

const byLink = ['link_invalid', 'too_many_attempts'] as const;

export const phoneRoutes = {
  openInvitation: { method: 'post', path: '/v1/phone/invitation', summary: 'Whose invitation it is, and where its code will go', auth: 'key', body: OpenInvitationSchema, response: InvitationSchema, status: 200, problems: [...byLink, 'invitation_over'] },
  sendInvitationCode: { method: 'post', path: '/v1/phone/invitation/code', summary: 'Send the code of an invitation by the other channel', auth: 'key', body: OpenInvitationSchema, response: InvitationSchema, status: 200, problems: [...byLink, 'invitation_over', 'too_soon', 'too_many_sends', 'channel_missing'] },
  enrol: { method: 'post', path: '/v1/phone', summary: 'Add this phone with an invitation and its code', auth: 'key', body: EnrolSchema, response: PhoneStateSchema, status: 201, problems: [...byLink, 'invitation_over', 'code_wrong', 'code_expired', 'too_many_phones'] },
  readPhone: { method: 'get', path: '/v1/phone', summary: 'This phone, and the other phones of its account', auth: 'phone', response: PhoneStateSchema, status: 200, problems: [] },
  subscribe: { method: 'post', path: '/v1/phone/subscription', summary: 'Where this phone takes notifications, or that it takes none', auth: 'phone', body: SubscribeSchema, response: PhoneStateSchema, status: 200, problems: ['push_endpoint_refused'] },
  listRequests: { method: 'get', path: '/v1/phone/requests', summary: 'What waits for an answer, and what was last', auth: 'phone', response: PhoneRequestsSchema, status: 200, problems: [] },
  answer: { method: 'post', path: '/v1/phone/requests/{id}/answer', summary: 'Approve, Deny, or "I did not ask for this"', auth: 'phone', body: AnswerSchema, response: PhoneRequestSchema, status: 200, problems: ['not_found', 'already_ended', 'code_expired', 'answer_invalid', 'user_verification_required', 'user_verification_failed'] },
  invitePhoneByPhone: { method: 'post', path: '/v1/phone/invitations', summary: 'Let this phone invite another one', auth: 'phone', response: PhoneInvitationSchema, status: 201, problems: ['account_blocked', 'too_many_phones', 'too_soon'] },
  removePhone: { method: 'delete', path: '/v1/phone/phones/{id}', summary: 'Remove this phone or another one of the account', auth: 'phone', status: 204, problems: ['not_found'] },
  makeCredentialOptions: { method: 'post', path: '/v1/phone/credential/options', summary: 'Begin to use fingerprint, face or PIN', auth: 'phone', response: CredentialOptionsSchema, status: 200, problems: [] },
  addCredential: { method: 'post', path: '/v1/phone/credential', summary: 'Use fingerprint, face or PIN from now on', auth: 'phone', body: CredentialSchema, response: PhoneStateSchema, status: 201, problems: ['user_verification_failed'] },
  reportLostPhone: { method: 'post', path: '/v1/lost-phone', summary: 'Have a link sent that removes the phones of an account', auth: 'none', body: LostPhoneSchema, status: 204, problems: ['too_many_attempts'] },
  useLink: { method: 'post', path: '/v1/links', summary: 'Do what a link from a message is for', auth: 'none', body: LinkSchema, response: LinkDoneSchema, status: 200, problems: byLink },
} as const satisfies Record<string, Route>;

export type PhoneRouteName = keyof typeof phoneRoutes;
