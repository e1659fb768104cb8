import { pairingCodeSeconds } from '#contract/numbers';
import { roles } from '#contract/words';
import type { Role } from '#contract/words';
import { addTechnician, findTechnician, pairTechnician, revokeTechnician } from '../directory/technicians.ts';
import { Told } from '../lib/told.ts';
import type { Technician } from '../store/types.ts';
import type { Command, Context } from './context.ts';
import { UsageError, pickTenant, readWords } from './context.ts';

export const technicianAdd: Command = {
  usage: 'technician add --name NAME --email ADDRESS [--role technician|administrator] [--tenant NAME]',
  async run(words, context) {
    const { flags } = readWords(words, ['name', 'email', 'role', 'tenant'], { least: 0, most: 0 });
    const name = flags.name?.trim();
    if (!name || !flags.email) throw new UsageError();
    if (name.length > 200) throw new Told('The name is longer than 200 characters.');
    const tenant = await pickTenant(context, flags.tenant);
    const code = await addTechnician(context, { tenantId: tenant.id, name, email: flags.email, role: readRole(flags.role) });
    context.print(`Added ${name} to ${tenant.name}.`);
    printCode(context, code);
  },
};

export const technicianList: Command = {
  usage: 'technician list [--tenant NAME]',
  async run(words, context) {
    const { flags } = readWords(words, ['tenant'], { least: 0, most: 0 });
    const tenant = await pickTenant(context, flags.tenant);
    const technicians = await context.store.listTechnicians(tenant.id);
    if (technicians.length === 0) context.print('There are no technicians yet.');
    for (const { name, email, role, revokedAt } of technicians) {
      context.print([name, email, role, revokedAt === null ? 'active' : `revoked ${new Date(revokedAt).toISOString()}`].join('\t'));
    }
  },
};

export const technicianRevoke: Command = {
  usage: 'technician revoke ADDRESS [--tenant NAME]',
  async run(words, context) {
    const technician = await pickTechnician(words, context);
    await revokeTechnician(context, technician);
    context.print(`Revoked ${technician.name}: every browser of theirs is signed out.`);
  },
};

export const technicianPair: Command = {
  usage: 'technician pair ADDRESS [--tenant NAME]',
  async run(words, context) {
    printCode(context, await pairTechnician(context, await pickTechnician(words, context)));
  },
};

async function pickTechnician(words: string[], context: Context): Promise<Technician> {
  const { flags, words: [email = ''] } = readWords(words, ['tenant'], { least: 1, most: 1 });
  const tenant = await pickTenant(context, flags.tenant);
  const technician = await findTechnician(context.store, tenant.id, email);
  if (!technician) throw new Told('There is no active technician with this address: technician list shows all.');
  return technician;
}

function readRole(text: string | undefined): Role {
  const role = roles.find((known) => known === (text ?? 'technician'));
  if (!role) throw new Told(`The role must be ${roles.join(' or ')}.`);
  return role;
}

function printCode({ print }: Context, code: string): void {
  print(`Pairing code: ${code}`);
  print(`It works once, within ${pairingCodeSeconds / 60} minutes: type it into the extension's options.`);
}
