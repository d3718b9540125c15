// What npm's sm-crypto says of signatures of SM2: verifies those that it is given, and signs the same message itself.
const { sm2 } = require("sm-crypto");
const question = JSON.parse(require("fs").readFileSync(0, "utf8"));
const options = { der: true, hash: true, userId: "1234567812345678" };
const message = Array.from(Buffer.from(question.message, "hex"));
const verified = question.signatures.map((signature) => {
  try {
    return sm2.doVerifySignature(message, signature, question.publicKey, options);
  } catch {
    return false; // no DER at all
  }
});
const own = sm2.generateKeyPairHex();
const signature = sm2.doSignature(message, own.privateKey, { ...options, publicKey: own.publicKey });
console.log(JSON.stringify({ verified, publicKey: own.publicKey, signature }));
