"""What can be wrong with any list can be told by every module that has faults of its own."""

from tongban.kernel import lists
from tongban.licences.terms import Fault


def test_the_library_knows_every_fault_of_a_list_by_its_word() -> None:
    assert {Fault(each).value for each in lists.Fault} == {each.value for each in lists.Fault}
