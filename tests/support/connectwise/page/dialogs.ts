import type { Who } from './api.ts';
import type { Build } from './builds.ts';
import { putWho } from './fields.ts';
import { banner, whoFields } from './parts.ts';

const somebodyElse: Who = { company: 'Other Example', contact: 'Wrong Person', email: 'wrong@other.example' };

/** A floating window as GXT draws it: a child of the body, with a banner and fields like the ticket's own. */
export function openDialog(build: Build, who: Who = somebodyElse): void {
  const box = document.createElement('div');
  box.className = `cw-gxt-wnd ${build.prefix}DWD`;
  box.innerHTML = `<div class="cw-wnd-title">Edit contact</div>${banner(build, 'Service Ticket', 'Service Ticket #7654321 - Dialog')}
    <div class="pod_service_ticket_company cw-pod-body">${whoFields(build)}</div>`;
  document.body.append(box);
  putWho(box, who, build.attribute);
}

export function closeDialogs(): void {
  for (const dialog of document.querySelectorAll('.cw-gxt-wnd')) dialog.remove();
}
