"""All planted faults. A new one belongs into the file whose door sign fits it."""

from tests.mutants.asking import ASKING
from tests.mutants.keeping import KEEPING
from tests.mutants.knowing import KNOWING
from tests.mutants.living import LIVING
from tests.mutants.pushing import PUSHING
from tests.mutants.saying import SAYING
from tests.mutants.sending import SENDING
from tests.mutants.staffing import STAFFING
from tests.mutants.timing import TIMING

MUTANTS = (*SENDING, *KNOWING, *KEEPING, *TIMING, *ASKING, *LIVING, *SAYING, *STAFFING, *PUSHING)
