import type { MethodOption } from '#contract/verification';
import { formatAgo } from './clock';
import { methodNames } from './words';

type MethodCardProps = {
  option: MethodOption;
  /** Why it cannot be chosen. */
  problem?: string;
  checked: boolean;
  /** The service's clock. */
  now: number;
  onChoose: () => void;
};

/** One way to reach the caller: where it goes, and whether it can be used. */
export function MethodCard({ option, problem, checked, now, onChoose }: MethodCardProps) {
  const id = `method-${option.method}`;
  return (
    <div class="card">
      <input type="radio" name="method" id={id} value={option.method} checked={checked} disabled={problem !== undefined} aria-describedby={`${id}-about`} onChange={onChoose} />
      <label for={id}>{methodNames[option.method]}</label>
      <span class="about" id={`${id}-about`}>
        {option.destination && <bdi class="destination">{option.destination}</bdi>}
        {option.lastSeenAt !== undefined && <span class="seen">{seenWords(option.lastSeenAt, now)}</span>}
        {problem && <span class="problem">{problem}</span>}
      </span>
    </div>
  );
}

function seenWords(lastSeenAt: number | null, now: number): string {
  return lastSeenAt === null ? 'Not seen since it was added' : `Last seen ${formatAgo(now - lastSeenAt)}`;
}
