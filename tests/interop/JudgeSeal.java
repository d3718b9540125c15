// What Bouncy Castle says of a seal signature (SES_Signature, DER): its structure, both signatures, both certificates.
// Arguments: the files of the signature and of the root certificate. Prints one word for each question, or fails.

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

public class JudgeSeal {
    static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    public static void main(String[] files) throws Exception {
        byte[] content = Files.readAllBytes(Path.of(files[0]));
        X509Certificate root = certificate(Files.readAllBytes(Path.of(files[1])));
        ASN1Sequence signature = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(content));
        System.out.println("der " + java.util.Arrays.equals(content, signature.getEncoded(ASN1Encoding.DER)));
        ASN1Sequence signed = ASN1Sequence.getInstance(signature.getObjectAt(0));
        ASN1Sequence seal = ASN1Sequence.getInstance(signed.getObjectAt(1));
        System.out.println("maker " + holds(seal, root));
        System.out.println("signer " + holds(signature, root));
    }

    static boolean holds(ASN1Sequence parts, X509Certificate root) throws Exception {
        X509Certificate certificate = certificate(ASN1OctetString.getInstance(parts.getObjectAt(1)).getOctets());
        certificate.verify(root.getPublicKey(), PROVIDER);
        Signature verifying = Signature.getInstance("SM3withSM2", PROVIDER);
        verifying.initVerify(certificate.getPublicKey());
        verifying.update(parts.getObjectAt(0).toASN1Primitive().getEncoded(ASN1Encoding.DER));
        return verifying.verify(ASN1BitString.getInstance(parts.getObjectAt(3)).getOctets());
    }

    static X509Certificate certificate(byte[] content) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509", PROVIDER).generateCertificate(new ByteArrayInputStream(content));
    }
}
