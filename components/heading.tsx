import { Fragment } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export type Tone = 'plain' | 'waiting' | 'good' | 'bad' | 'warning';
const signs = { good: 'M3 8.5l3.2 3.2L13 5', bad: 'M4 4l8 8M12 4l-8 8', warning: 'M8 3v6M8 12.5v.5', plain: undefined, waiting: undefined } satisfies Record<Tone, string | undefined>;

/**
 * The one heading of what is shown now. It stays in the document and only its words change, so that it is announced; it
 * takes the focus when `focusKey` changes, unless the technician is typing elsewhere. `done` stands with a check mark above it.
 */
export function Heading({ title, tone, done, focusKey }: { title: string; tone: Tone; done?: string; focusKey: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const last = useRef(focusKey);
  useEffect(() => {
    if (last.current === focusKey) return;
    last.current = focusKey;
    if (document.hasFocus()) heading.current?.focus();
  }, [focusKey]);
  const sign = signs[tone];
  return (
    <div class={`headline ${tone}`} role="status">
      {done && (
        <p class="done">
          <Badge path={signs.good} /> {done}
        </p>
      )}
      {sign && <Badge path={sign} />}
      {tone === 'waiting' && <span class="spinner" aria-hidden="true" />}
      <h1 ref={heading} tabIndex={-1}>
        {breakable(title)}
      </h1>
    </div>
  );
}

function Badge({ path }: { path: string }) {
  return (
    <svg class="badge" viewBox="0 0 16 16" width="26" height="26" aria-hidden="true" focusable="false">
      <path d={path} fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}

/** Lets a long address break before its @ instead of anywhere. */
function breakable(title: string) {
  return title.split(/(?=@)/).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
