from gkxl.publication.frame import Frame as Frame
from gkxl.publication.read.as_workbook import PublishedReading as PublishedReading
from gkxl.publication.write import frame_from_cover as frame_from_cover
