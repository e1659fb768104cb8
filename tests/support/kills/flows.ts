import type { CodeCheck, Status } from '#contract/lifecycle';
import type { Verification } from '#contract/verification';
import type { Method } from '#contract/words';
import type { KillStage } from './kill-stage.ts';
import type { Technician } from './technician.ts';

/** `withCode`, `withoutCode`: how it must end when the newest code reached the caller, and when it did not. */
type Flow = { codeCheck: CodeCheck; withCode: Status; withoutCode: Status; run: (technician: Technician, stage: KillStage) => Promise<Verification> };
export type FlowName = keyof typeof flows;

/** The ways through a verification. Each returns it as the service acknowledged its end. */
export const flows = {
  compared: {
    codeCheck: 'compare',
    withCode: 'approved',
    withoutCode: 'denied',
    run: async (technician) => {
      await technician.send();
      await technician.settled();
      return technician.decide();
    },
  },
  resent: {
    codeCheck: 'compare',
    withCode: 'approved',
    withoutCode: 'denied',
    run: async (technician) => {
      await technician.send();
      await technician.settled();
      await technician.resend();
      await technician.settled();
      return technician.decide();
    },
  },
  typed: {
    codeCheck: 'typed',
    withCode: 'approved',
    withoutCode: 'cancelled',
    run: async (technician, { service }) => {
      await technician.send();
      await technician.settled();
      if (!technician.codeIsThere()) return technician.cancel();
      await technician.type(1, technician.wrongCode());
      await service.advance(3);
      return technician.type(2, technician.rightCode());
    },
  },
  cancelled: {
    codeCheck: 'compare',
    withCode: 'cancelled',
    withoutCode: 'cancelled',
    run: async (technician) => {
      await technician.send();
      await technician.settled();
      return technician.cancel();
    },
  },
} satisfies Record<string, Flow>;

/** Where to kill. `told` is what the panel says of the message then (nothing: that it was handed over), `codes` how many arrive (nothing: one for each SEND). */
export type Step = { step: string; flow: FlowName; method: Method; told?: 'maybe_sent' | 'either'; codes?: 0 };
