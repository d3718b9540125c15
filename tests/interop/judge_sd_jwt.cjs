// Reads a question from standard input, answers on standard output: what npm's SD-JWT library says of our credentials.
const { SDJwtVcInstance } = require("@sd-jwt/sd-jwt-vc");
const { digest, generateSalt, ES256 } = require("@sd-jwt/crypto-nodejs");

const told = async (work) => {
  try {
    return { ok: true, ...(await work()) };
  } catch (error) {
    return { ok: false, error: String(error.message || error) };
  }
};

async function main() {
  const asked = JSON.parse(require("fs").readFileSync(0, "utf8"));
  const pair = await ES256.generateKeyPair();
  if (asked.generate) return { publicKey: pair.publicKey, privateKey: pair.privateKey };
  const common = { hasher: digest, hashAlg: "sha-256", saltGenerator: generateSalt, verifier: await ES256.getVerifier(asked.issuer) };
  const wallet = new SDJwtVcInstance({
    ...common, kbSigner: asked.holder ? await ES256.getSigner(asked.holder) : undefined, kbSignAlg: "ES256",
  });
  let presentation = asked.credential;
  if (asked.frame) {
    const binding = asked.nonce ? { kb: { payload: { iat: asked.now, aud: "https://verifier.example", nonce: asked.nonce } } } : undefined;
    presentation = await wallet.present(asked.credential, asked.frame, binding);
  }
  const verifier = new SDJwtVcInstance({
    ...common,
    kbVerifier: async (data, signature, payload) => (await ES256.getVerifier(payload.cnf.jwk))(data, signature),
    statusListFetcher: async (uri) => {
      if (!(uri in asked.lists)) throw new Error("an unknown list: " + uri);
      return asked.lists[uri];
    },
  });
  const verdict = await told(async () => {
    const found = await verifier.verify(presentation, { currentDate: asked.now, keyBindingNonce: asked.expect });
    return { payload: found.payload };
  });
  return { presentation, ...verdict };
}

main().then((answer) => process.stdout.write(JSON.stringify(answer)));
