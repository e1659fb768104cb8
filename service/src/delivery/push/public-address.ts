import { BlockList, isIP } from 'node:net';

/** Networks that are not the public internet: IANA's special-purpose registries (RFC 6890), with where each comes from. */
const special4 = [
  ['0.0.0.0', 8], // this network, RFC 791
  ['10.0.0.0', 8], // private, RFC 1918
  ['100.64.0.0', 10], // carrier-grade NAT, RFC 6598
  ['127.0.0.0', 8], // loopback, RFC 1122
  ['169.254.0.0', 16], // link-local and cloud metadata, RFC 3927
  ['172.16.0.0', 12], // private, RFC 1918
  ['192.0.0.0', 24], // protocol assignments, RFC 6890
  ['192.0.2.0', 24], // documentation, RFC 5737
  ['192.88.99.0', 24], // 6to4 relays, RFC 7526
  ['192.168.0.0', 16], // private, RFC 1918
  ['198.18.0.0', 15], // benchmarking, RFC 2544
  ['198.51.100.0', 24], // documentation, RFC 5737
  ['203.0.113.0', 24], // documentation, RFC 5737
  ['224.0.0.0', 4], // multicast, RFC 5771
  ['240.0.0.0', 4], // reserved and broadcast, RFC 1112, RFC 919
] as const;

/** Everything public stands in here (RFC 4291 §2.4): loopback, unique-local, link-local, multicast, IPv4-mapped and NAT64 do not. */
const global6 = ['2000::', 3] as const;
const special6 = [
  ['2001::', 23], // protocol assignments, Teredo among them, RFC 2928
  ['2001:db8::', 32], // documentation, RFC 3849
  ['2002::', 16], // 6to4, which wraps any IPv4 address, RFC 3056
  ['3fff::', 20], // documentation, RFC 9637
] as const;

const notPublic = new BlockList();
for (const [network, prefix] of special4) notPublic.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of special6) notPublic.addSubnet(network, prefix, 'ipv6');
const global = new BlockList();
global.addSubnet(...global6, 'ipv6');

/** Whether `address`, an IPv4 or IPv6 address without a zone, belongs to the public internet. What is no address does not. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0 || address.includes('%')) return false;
  if (family === 4) return !notPublic.check(address, 'ipv4');
  return global.check(address, 'ipv6') && !notPublic.check(address, 'ipv6');
}
