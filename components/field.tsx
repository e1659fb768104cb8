type FieldProps = { id: string; label: string; value: string; problem?: string; hint: string; inputMode?: 'url' | 'text'; onInput: (value: string) => void };

/** A line to type into, with its label, and below it a hint or what is wrong. */
export function Field({ id, label, value, problem, hint, inputMode = 'text', onInput }: FieldProps) {
  return (
    <div class="form-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode={inputMode}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        value={value}
        aria-invalid={problem ? 'true' : undefined}
        aria-describedby={`${id}-about`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <p id={`${id}-about`} class={problem ? 'problem' : 'hint'} aria-live="polite">
        {problem ?? hint}
      </p>
    </div>
  );
}
