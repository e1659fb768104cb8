import type { Check } from '#contract/lifecycle';
import type { Action, Method } from '#contract/words';
import type { Flow, Offered } from './state';

/** A success that counts now. */
export type Standing = { agoMs: number; leftMs: number; method: Method; check: Check; action: Action | null; technician: string };

/** The success that counts for the contact of `flow`; undefined where there is none, its time is over, or something newer is under way. */
export function standingOf(flow: Flow, now: number): Standing | undefined {
  if (flow.name === 'ready') {
    const { verified, receivedAt } = flow.options;
    if (!verified) return undefined;
    const { at, until, method, check, action, technicianName } = verified;
    const left = timesOf({ at, until, saidAt: flow.options.now, receivedAt }, now);
    return left && { ...left, method, check, action, technician: technicianName };
  }
  if (flow.name !== 'ended' || flow.revoked) return undefined;
  const { verification, receivedAt } = flow.received;
  const { status, endedAt, verifiedUntil, method, codeCheck, action, technician } = verification;
  if (status !== 'approved' || endedAt === null || verifiedUntil === null) return undefined;
  const left = timesOf({ at: endedAt, until: verifiedUntil, saidAt: verification.now, receivedAt }, now);
  return left && { ...left, method, check: codeCheck, action, technician };
}

/** The service's clock at the local time `now`. */
export function serviceTime({ now: saidAt, receivedAt }: Offered, now: number): number {
  return saidAt + Math.max(0, now - receivedAt);
}

/** A local clock that was set back by more than this tells nothing about how much time has passed. */
const mostBackMs = 2000;

/** Only the time that passed since the answer came is taken from the local clock. */
function timesOf(said: { at: number; until: number; saidAt: number; receivedAt: number }, now: number): Pick<Standing, 'agoMs' | 'leftMs'> | undefined {
  const passed = now - said.receivedAt;
  if (passed < -mostBackMs) return undefined;
  const moment = said.saidAt + Math.max(0, passed);
  return moment < said.until ? { agoMs: Math.max(0, moment - said.at), leftMs: said.until - moment } : undefined;
}
