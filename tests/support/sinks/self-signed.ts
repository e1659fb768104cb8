import { generateKeyPairSync, sign } from 'node:crypto';

/** A key and a certificate for this machine's own names, made on the spot: nothing to install, no private key in the repository. */
export function makeSelfSigned(names: { dns: string[] } = { dns: ['localhost'] }): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const now = Date.now();
  const day = 86_400_000;
  const name = sequence(set(sequence(objectId([85, 4, 3]), tagged(0x0c, Buffer.from('countersign test')))));
  const algorithm = sequence(objectId([42, 134, 72, 206, 61, 4, 3, 2]));
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.from([1])),
    algorithm,
    name,
    sequence(time(now - day), time(now + day)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(alternativeNames(names.dns), authority())),
  );
  const der = sequence(body, algorithm, bitString(sign('sha256', body, privateKey)));
  const cert = `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert };
}

function alternativeNames(dns: string[]): Buffer {
  const names = [...dns.map((name) => tagged(0x82, Buffer.from(name))), tagged(0x87, Buffer.from([127, 0, 0, 1]))];
  return sequence(objectId([85, 29, 17]), tagged(0x04, sequence(...names)));
}

function authority(): Buffer {
  return sequence(objectId([85, 29, 19]), tagged(0x01, Buffer.from([255])), tagged(0x04, sequence(tagged(0x01, Buffer.from([255])))));
}

/** DER (X.690): a tag, a length, the content. */
function tagged(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const size = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

function sequence(...content: Buffer[]): Buffer {
  return tagged(0x30, ...content);
}

function set(...content: Buffer[]): Buffer {
  return tagged(0x31, ...content);
}

function integer(value: Buffer): Buffer {
  return tagged(0x02, value);
}

function objectId(bytes: number[]): Buffer {
  return tagged(0x06, Buffer.from(bytes));
}

function bitString(value: Buffer): Buffer {
  return tagged(0x03, Buffer.from([0]), value);
}

function time(at: number): Buffer {
  return tagged(0x17, Buffer.from(`${new Date(at).toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`));
}
