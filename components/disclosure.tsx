import { Button } from './button';

/** What is shown before anything else, and what nothing goes without. */
export function FirstRun({ busy, onAgree }: { busy: boolean; onAgree: () => void }) {
  return (
    <section class="box" aria-labelledby="disclosure">
      <h2 id="disclosure">Before you start</h2>
      <DisclosureText />
      <div class="actions">
        <Button kind="primary" waiting={busy} onPress={onAgree}>
          I agree
        </Button>
      </div>
    </section>
  );
}

export function DisclosureText() {
  return (
    <div class="disclosure">
      <p>From the ConnectWise ticket that is open beside the panel, Countersign collects:</p>
      <ul>
        <li>the ticket number</li>
        <li>the company</li>
        <li>the contact's name</li>
        <li>the contact's e-mail address</li>
      </ul>
      <p>
        <b>Who gets it:</b> your MSP's own verification service, at the address that you enter here. Nobody else: no vendor, no analytics.
      </p>
      <p>
        <b>What for:</b> to find the contact's account, send them a code or ask their phone, and keep the record of the verification.
      </p>
      <p>
        <b>Before you agree, nothing leaves this browser.</b> The panel only shows you what the ticket page already shows.
      </p>
    </div>
  );
}
