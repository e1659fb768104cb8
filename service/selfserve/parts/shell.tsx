import type { ComponentChildren } from 'preact';

/** The frame of every screen: whose help desk above, the screen below. */
export function Shell({ tenant, back = false, children }: { tenant?: string | undefined; back?: boolean; children: ComponentChildren }) {
  return (
    <div class="shell">
      <header>
        <svg class="brand" viewBox="0 0 128 128" width="28" height="28" aria-hidden="true" focusable="false">
          <path class="shield" d="M14 8h100v52c0 36-20 56-50 62C34 116 14 96 14 60z" />
          <path class="check" d="M40 63l18 18 32-36" fill="none" stroke-width="14" stroke-linecap="round" stroke-linejoin="round" />
        </svg>
        <span class="tenant">{tenant ?? 'Countersign'}</span>
        {back && <a class="back" href="#">Back</a>}
      </header>
      <main>{children}</main>
    </div>
  );
}
