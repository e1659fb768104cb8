import type { ComponentChildren } from 'preact';
import type { Trouble } from '../api/result.ts';
import { troubleWords } from '../words/trouble-words.ts';

type NoticeProps = { tone?: 'warning' | 'bad' | 'info'; children: ComponentChildren };

/** Something that must be read; announced when it appears. */
export function Notice({ tone = 'warning', children }: NoticeProps) {
  return (
    <div class={`notice ${tone}`} role={tone === 'info' ? 'status' : 'alert'}>
      {children}
    </div>
  );
}

/** What is wrong, and what to do next. */
export function TroubleNotice({ trouble }: { trouble: Trouble | undefined }) {
  if (!trouble) return null;
  const { what, next } = troubleWords(trouble);
  return (
    <Notice tone="bad">
      <p>
        <b>{what}</b> {next}
      </p>
    </Notice>
  );
}
