import type * as z from 'zod/mini';
import type { FieldError } from './refused.ts';

type Issue = z.core.$ZodIssue;

/** Which fields are wrong and why, in words that never repeat what was sent. */
export function describeIssues(issues: readonly Issue[]): FieldError[] {
  return issues.map((issue) => ({ pointer: toPointer(issue.path), detail: describe(issue) }));
}

function toPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function describe(issue: Issue): string {
  if (issue.code === 'invalid_type') return `must be of the type ${issue.expected}`;
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}${unitOf(issue.origin)}`;
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}${unitOf(issue.origin)}`;
  if (issue.code === 'invalid_value') return `must be one of: ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_format') return issue.format === 'uuid' ? 'must be a UUID' : 'has the wrong form';
  return issue.code === 'custom' ? issue.message : 'is not valid';
}

function unitOf(origin: string): string {
  return origin === 'string' ? ' characters long' : '';
}
