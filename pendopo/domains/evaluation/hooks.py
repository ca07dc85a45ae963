"""What evaluation adds to the house: the kind of content that an instrument is."""

from pendopo.domains.evaluation import schema
from pendopo.kernel import content

content.register(schema.KIND, schema.Instrument, main="instrument.yaml")
