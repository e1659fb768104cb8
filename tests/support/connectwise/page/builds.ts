/**
 * The builds of ConnectWise that the fake page can be, oldest first. To add one, add one entry.
 *
 * Known from public code: the obfuscated prefixes change with every build, both banner classes, three kinds of pod labels, a `value` attribute
 * that may or may not follow, phone and extension in unknown order, the page's name in any case. Which of these belong to which build is not
 * known: that is our own assignment, and the prefix of v2024_1 is invented.
 */
export type Build = {
  /** Before the classes that the compiler has shortened. */
  prefix: string;
  bannerClass: string;
  /** What marks the label of a row in a pod: the cell around it, its own class, or only its title. */
  podLabel: 'cell' | 'class' | 'title';
  /** The `value` attribute of a field: never there, always the current value, or for ever the first one. */
  attribute: 'absent' | 'follows' | 'first';
  extensionFirst: boolean;
  /** The page's file name in an address. */
  file: string;
};

export const builds = {
  v2020_3: { prefix: 'GE0S-T1C', bannerClass: 'cw-main-banner', podLabel: 'title', attribute: 'absent', extensionFirst: false, file: 'ConnectWise.aspx' },
  v2021_2: { prefix: 'GL4OBY5B', bannerClass: 'cw-main-banner', podLabel: 'class', attribute: 'follows', extensionFirst: false, file: 'connectwise.aspx' },
  v2022_1: { prefix: 'GKV5JQ3D', bannerClass: 'cw_BannerView', podLabel: 'class', attribute: 'first', extensionFirst: true, file: 'ConnectWise.aspx' },
  v2023_1: { prefix: 'GCO3QXIB', bannerClass: 'cw_BannerView', podLabel: 'title', attribute: 'absent', extensionFirst: false, file: 'CONNECTWISE.ASPX' },
  v2024_1: { prefix: 'GH7RW2KD', bannerClass: 'cw_BannerView', podLabel: 'cell', attribute: 'first', extensionFirst: true, file: 'Connectwise.aspx' },
  v2025_1: { prefix: 'GMDB3DUB', bannerClass: 'cw-main-banner cw_BannerView', podLabel: 'cell', attribute: 'absent', extensionFirst: false, file: 'ConnectWise.aspx' },
} as const satisfies Record<string, Build>;

export type BuildName = keyof typeof builds;

export const buildNames = Object.keys(builds) as BuildName[];
export const newestBuild = buildNames.at(-1)!;
export const oldestBuild = buildNames[0]!;
