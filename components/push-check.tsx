import type { CodeCheck, WantedCheck } from '#contract/lifecycle';

type PushCheckProps = { check: WantedCheck; codeCheck: CodeCheck; onChange: (check: WantedCheck) => void };

/** What a push asks for beside Approve: nothing, a code, or the number that the technician reads out. Never both. */
export function PushCheck({ check, codeCheck, onChange }: PushCheckProps) {
  return (
    <div class="toggles" role="group" aria-label="With the push">
      <Toggle label="Send Verification Code" value="code" check={check} onChange={onChange} />
      <Toggle label="Read a Number to the Caller" value="number" check={check} onChange={onChange} />
      <p class="hint" id="push-check-about">
        {aboutCheck(check, codeCheck)}
      </p>
    </div>
  );
}

function Toggle({ label, value, check, onChange }: Omit<PushCheckProps, 'codeCheck'> & { label: string; value: WantedCheck }) {
  return (
    <label class="toggle">
      <input type="checkbox" role="switch" checked={check === value} aria-describedby="push-check-about" onChange={(event) => onChange(event.currentTarget.checked ? value : 'none')} />
      {label}
    </label>
  );
}

function aboutCheck(check: WantedCheck, codeCheck: CodeCheck): string {
  if (check === 'none') return 'They press Approve or Deny on the phone. Nothing is compared.';
  if (check === 'number') return 'You read out a number, they type it on the phone, and the service compares it.';
  return codeCheck === 'typed' ? 'After Approve the phone shows a code. You type what the caller reads; the service compares it.' : 'After Approve the phone shows a code. You compare it with yours.';
}
