export type Sample = { name: string; labels: Record<string, string>; value: number };
export type Wanted = Record<string, string>;

const labelPattern = /(\w+)="((?:[^"\\\n]|\\.)*)"(?:,|$)/y;

/** What a service's /metrics says, read strictly: a line that is not of the text format throws. */
export async function readMetrics(origin: string | undefined): Promise<Sample[]> {
  const answer = await fetch(`${origin}/metrics`);
  if (answer.status !== 200) throw new Error(`/metrics answered ${answer.status}`);
  const lines = (await answer.text()).split('\n').filter((line) => line !== '' && !/^# (?:HELP|TYPE) [a-z0-9_]+ \S/.test(line));
  return lines.map(readSample);
}

function readSample(line: string): Sample {
  const [, name, labels = '', value] = /^([a-z0-9_]+)(?:\{(.*)\})? (-?[0-9.e+-]+|Nan|[+-]Inf)$/.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error('a line that is not of the text format');
  return { name, labels: readLabels(labels), value: Number(value) };
}

function readLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let at = 0; at < text.length; at = labelPattern.lastIndex) {
    labelPattern.lastIndex = at;
    const [, name, value] = labelPattern.exec(text) ?? [];
    if (name === undefined || value === undefined) throw new Error('a label that is not of the text format');
    labels[name] = value;
  }
  return labels;
}

/** The sum of the samples of `name` whose labels are `wanted`; undefined when there is none. */
export function valueOf(samples: Sample[], name: string, wanted: Wanted = {}): number | undefined {
  const matching = samples.filter((sample) => sample.name === name && Object.entries(wanted).every(([label, value]) => sample.labels[label] === value));
  return matching.length === 0 ? undefined : matching.reduce((sum, { value }) => sum + value, 0);
}
