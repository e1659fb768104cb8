import type { ComponentChildren } from 'preact';

export type ButtonProps = {
  onPress?: () => void;
  /** `approve` and `deny` differ in shape and sign, not only in colour. */
  kind?: 'primary' | 'approve' | 'deny' | 'quiet';
  disabled?: boolean;
  /** Something is under way: the button stays focusable and does nothing. */
  waiting?: boolean;
  /** This very button is what is under way. */
  busy?: boolean;
  type?: 'button' | 'submit';
  /** Whether what this button opens and closes is open. */
  expanded?: boolean;
  children: ComponentChildren;
};

/** A button that answers to the first click of a double click only. */
export function Button({ onPress, kind = 'quiet', disabled, waiting, busy, type = 'button', expanded, children }: ButtonProps) {
  const press = (event: MouseEvent) => {
    // The second click of a double click would hit whatever has taken this button's place.
    if (event.detail > 1 || waiting) event.preventDefault();
    else onPress?.();
  };
  return (
    <button type={type} class={`button ${kind}`} disabled={disabled} aria-disabled={waiting ? 'true' : undefined} aria-busy={busy ? 'true' : undefined} aria-expanded={expanded} onClick={press}>
      {kind === 'approve' && <Sign path="M3 8.5l3.2 3.2L13 5" />}
      {kind === 'deny' && <Sign path="M4 4l8 8M12 4l-8 8" />}
      {children}
    </button>
  );
}

/** A small drawn sign beside words; says nothing to a screen reader. */
export function Sign({ path }: { path: string }) {
  return (
    <svg class="sign" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={path} fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
