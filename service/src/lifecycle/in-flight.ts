export type InFlight = {
  /** One more has begun; call the answer when it is done. */
  begin(): () => void;
  /** Resolves as soon as none is under way. */
  idle(): Promise<void>;
};

/** Counts what is under way. An answer that streams is done when its stream has begun. */
export function createInFlight(): InFlight {
  const waiting: (() => void)[] = [];
  let count = 0;
  return {
    begin: () => {
      count += 1;
      return () => {
        count -= 1;
        if (count === 0) for (const tell of waiting.splice(0)) tell();
      };
    },
    idle: () => (count === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
