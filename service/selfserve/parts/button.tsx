import type { ComponentChildren } from 'preact';

type ButtonProps = {
  onPress(): void;
  kind?: 'primary' | 'approve' | 'deny' | 'plain' | 'quiet';
  /** Something is under way: the button stays focusable and does nothing. */
  busy?: boolean;
  disabled?: boolean;
  /** Its name for those who hear it, where several look the same. It begins with what is seen. */
  label?: string;
  children: ComponentChildren;
};

/** A button that answers to the first touch of a double touch only: the second would hit whatever took its place. */
export function Button({ onPress, kind = 'plain', busy = false, disabled = false, label, children }: ButtonProps) {
  const press = (event: MouseEvent) => {
    if (event.detail <= 1 && !busy) onPress();
  };
  return (
    <button type="button" class={`button ${kind}`} disabled={disabled} aria-disabled={busy ? 'true' : undefined} aria-label={label} onClick={press}>
      {children}
    </button>
  );
}

/** The button that sends a form. */
export function SubmitButton({ busy = false, disabled = false, children }: Omit<ButtonProps, 'onPress' | 'kind' | 'label'>) {
  return (
    <button type="submit" class="button primary" disabled={disabled} aria-disabled={busy ? 'true' : undefined}>
      {children}
    </button>
  );
}
