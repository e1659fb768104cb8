import { type BuildName, buildNames } from './page/builds.ts';
import type { Observation } from './expected.ts';

const introduction = `# Screens of ConnectWise and what is read from them

Written by the end-to-end test from what it saw, on the fake ConnectWise of \`tests/support/connectwise\`: after a change run
\`COUNTERSIGN_WRITE_SCREENS=1 npm test -- tests/e2e/screens.test.ts\`. A faster test holds this table against what is expected.

Nothing here was seen on a live ConnectWise. Public code shows the class names, the obfuscated prefixes and the variants of the markup; which of
them belong to which build is our own assignment (\`page/builds.ts\`).

- **C**: Chromium with the built extension. The reading is the answer of its content script, the pod is the one in the page.
- **F**: Firefox with the built add-on. The reading is that of the same reader, evaluated in the page; the pod is the add-on's.

The values in all fields are set as properties only. *Pod* says whether the extension shows its link in the page.
`;

/** The table of everything seen; situations that were read differently get a line for each reading. */
export function renderScreens(observations: readonly Observation[]): string {
  const lines = new Map<string, Observation[]>();
  for (const seen of observations) {
    const key = JSON.stringify([seen.situation, seen.outcome.reading, seen.outcome.pod]);
    lines.set(key, [...(lines.get(key) ?? []), seen]);
  }
  const head = ['Screen', 'Read as', 'Pod', ...buildNames];
  const rows = [...lines.values()].map((seen) => [seen[0]!.situation, seen[0]!.outcome.reading, seen[0]!.outcome.pod ? 'yes' : 'no', ...buildNames.map((build) => seenIn(seen, build))]);
  return `${introduction}\n${[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

function seenIn(seen: Observation[], build: BuildName): string {
  const letters = seen.filter((each) => each.build === build).map(({ browser }) => browser[0]!);
  return letters.toSorted().join(' ') || ' ';
}
