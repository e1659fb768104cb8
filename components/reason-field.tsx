const longest = 200;

/** Whether `reason` says anything. */
export function isReason(reason: string): boolean {
  return reason.trim() !== '';
}

/** A reason that goes on record: required, and no novel. */
export function ReasonField({ id, label, hint, value, onInput }: { id: string; label: string; hint: string; value: string; onInput: (value: string) => void }) {
  return (
    <div class="form-field">
      <label for={id}>
        {label} <span class="muted">(required)</span>
      </label>
      <textarea id={id} rows={2} required maxLength={longest} value={value} aria-describedby={`${id}-about`} onInput={(event) => onInput(event.currentTarget.value)} />
      <p id={`${id}-about`} class="hint">
        {hint}
      </p>
    </div>
  );
}
