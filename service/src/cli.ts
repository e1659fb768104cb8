import { accountAdd, accountImport, accountList } from './commands/account.ts';
import { accountChange, accountReEnable } from './commands/account-change.ts';
import { accountInvite } from './commands/account-invite.ts';
import { accountPhones, accountRemovePhone, accountUnblock } from './commands/account-phones.ts';
import { alertList, alertSecret } from './commands/alert.ts';
import { auditCheckpoint, auditExport, auditKey, auditRetain } from './commands/audit.ts';
import { auditReceipt } from './commands/audit-receipt.ts';
import { auditVerify } from './commands/audit-verify.ts';
import { backup, restore } from './commands/backup.ts';
import type { Command } from './commands/context.ts';
import { UsageError } from './commands/context.ts';
import { connectwiseConnect, connectwiseDisconnect, connectwiseShow, connectwiseTest } from './commands/connectwise.ts';
import { connectwiseAdd } from './commands/connectwise-add.ts';
import { connectwiseCompanies, connectwiseMap } from './commands/connectwise-companies.ts';
import { connectwiseImport } from './commands/connectwise-import.ts';
import { connectwiseContacts, connectwiseMatch, connectwiseUnmatch } from './commands/connectwise-match.ts';
import { connectwiseAccept, connectwiseProposals, connectwiseRefuse } from './commands/connectwise-proposals.ts';
import { policySet, policyShow } from './commands/policy.ts';
import { serve } from './commands/serve.ts';
import { technicianAdd, technicianList, technicianPair, technicianRevoke } from './commands/technician.ts';
import { tenantAdd, tenantList } from './commands/tenant.ts';
import type { Config } from './config.ts';
import { readConfig } from './config.ts';
import { ConfigError } from './lib/config-error.ts';
import { makeDataFolder } from './lib/keys.ts';
import { describeError } from './lib/log.ts';
import { Told } from './lib/told.ts';
import { openStore } from './store/open-store.ts';

const commands: Record<string, Command> = {
  'tenant add': tenantAdd,
  'tenant list': tenantList,
  'technician add': technicianAdd,
  'technician list': technicianList,
  'technician revoke': technicianRevoke,
  'technician pair': technicianPair,
  'account import': accountImport,
  'account add': accountAdd,
  'account list': accountList,
  'account change': accountChange,
  'account re-enable': accountReEnable,
  'account invite': accountInvite,
  'account phones': accountPhones,
  'account remove-phone': accountRemovePhone,
  'account unblock': accountUnblock,
  'connectwise connect': connectwiseConnect,
  'connectwise test': connectwiseTest,
  'connectwise show': connectwiseShow,
  'connectwise disconnect': connectwiseDisconnect,
  'connectwise companies': connectwiseCompanies,
  'connectwise map': connectwiseMap,
  'connectwise import': connectwiseImport,
  'connectwise proposals': connectwiseProposals,
  'connectwise accept': connectwiseAccept,
  'connectwise refuse': connectwiseRefuse,
  'connectwise match': connectwiseMatch,
  'connectwise unmatch': connectwiseUnmatch,
  'connectwise contacts': connectwiseContacts,
  'connectwise add': connectwiseAdd,
  'alert list': alertList,
  'alert secret': alertSecret,
  'policy set': policySet,
  'policy show': policyShow,
  'audit verify': auditVerify,
  'audit receipt': auditReceipt,
  'audit export': auditExport,
  'audit checkpoint': auditCheckpoint,
  'audit key': auditKey,
  'audit retain': auditRetain,
  backup,
  restore,
};

export type Terminal = { print: (line: string) => void; complain: (line: string) => void };

/** Runs one command line and returns its exit code: 0 done, 1 refused with one sentence, 2 not understood. */
export async function runCli(words: string[], env: Record<string, string | undefined>, terminal: Terminal): Promise<number> {
  if (words.length === 1 && ['help', '--help', '-h'].includes(words[0] ?? '')) {
    terminal.print(usage(Object.keys(commands)));
    return 0;
  }
  try {
    const config = readConfig(env);
    if (words.length === 0 || (words.length === 1 && words[0] === 'serve')) await serve(config);
    else await runCommand(words, config, terminal);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.complain(usage(findMeant(words)));
      return 2;
    }
    terminal.complain(sentenceOf(error));
    return 1;
  }
}

async function runCommand(words: string[], config: Config, { print }: Terminal): Promise<void> {
  const { command, rest } = findCommand(words);
  const context = { config, now: Date.now, print };
  if (await command.runAlone?.(rest, context)) return;
  await makeDataFolder(config.dataFolder);
  const store = await openStore(config);
  try {
    await command.run(rest, { ...context, store });
  } finally {
    await store.close();
  }
}

/** A command is one word or two. */
function findCommand(words: string[]): { command: Command; rest: string[] } {
  const name = findName(words);
  const command = name === undefined ? undefined : commands[name];
  if (name === undefined || !command) throw new UsageError();
  return { command, rest: words.slice(name.split(' ').length) };
}

function findName(words: string[]): string | undefined {
  return [1, 2].map((length) => words.slice(0, length).join(' ')).find((name) => Object.hasOwn(commands, name));
}

/** The names of the commands that may have been meant: the one that was named, those that begin with the same word, or all. */
function findMeant(words: string[]): string[] {
  const name = findName(words);
  if (name !== undefined) return [name];
  const all = Object.keys(commands);
  const alike = all.filter((known) => known.startsWith(`${words[0]} `));
  return alike.length > 0 ? alike : all;
}

function usage(names: string[]): string {
  const all = names.length === Object.keys(commands).length;
  const lines = names.map((name) => commands[name]?.usage ?? name);
  const more = all ? 'serve   (or nothing: runs the service)' : 'help   (lists all commands)';
  return ['Usage: npm run service -- COMMAND', ...[...lines, more].map((line) => `  ${line}`)].join('\n');
}

function sentenceOf(error: unknown): string {
  if (error instanceof Told || error instanceof ConfigError) return error.message;
  const { error: name, errno: code } = describeError(error);
  if (code === 'EADDRINUSE') return 'COUNTERSIGN_PORT is in use by another program.';
  if (code === 'EACCES' || code === 'EROFS') return 'The data folder (COUNTERSIGN_DATA) or the port (COUNTERSIGN_PORT) may not be used by this user.';
  return `It failed unexpectedly (${[name, code].filter(Boolean).join(' ')}).`;
}

if (import.meta.main) {
  process.exitCode = await runCli(process.argv.slice(2), process.env, {
    print: (line) => console.log(line),
    complain: (line) => console.error(line),
  });
}
