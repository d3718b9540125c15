"""What verifiers fetch: the roots of both algorithms, and what each has revoked."""

import pytest
from asn1crypto import crl, pem
from asn1crypto import x509 as asn1
from cryptography import x509
from django.test import Client

from tongban.kernel import signing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("address", "algorithm"), [("/ca/root.pem", signing.P256), ("/ca/root-sm2.pem", signing.SM2)])
def test_each_root_can_be_fetched_and_says_that_it_is_for_development(client: Client, address: str, algorithm: signing.Algorithm) -> None:
    answer = client.get(address)
    assert answer.content == signing.ca_certificate(algorithm)
    assert answer.headers["Content-Disposition"].endswith(f'"{address.rpartition("/")[2]}"')
    assert "no legal effect" in x509.load_pem_x509_certificate(answer.content).subject.rfc4514_string()


@pytest.mark.parametrize("algorithm", [signing.P256, signing.SM2])
def test_every_certificate_names_a_list_that_is_there(client: Client, algorithm: signing.Algorithm, settings, at) -> None:
    key = signing.key("jianwei", name="榕城市示例建设委员会", algorithm=algorithm, at=at)
    told = x509.load_der_x509_certificate(key.certificate).extensions.get_extension_for_class(x509.CRLDistributionPoints).value[0]
    address = told.full_name[0].value
    assert address.startswith(settings.PUBLIC_ADDRESS)
    answer = client.get(address.removeprefix(settings.PUBLIC_ADDRESS))
    assert answer.headers["Content-Type"] == "application/pkix-crl"
    listed = crl.CertificateList.load(answer.content)
    _, _, root = pem.unarmor(signing.ca_certificate(algorithm))
    assert listed.issuer.dump() == asn1.Certificate.load(root).subject.dump()
