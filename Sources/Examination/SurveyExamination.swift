public import Evidence
internal import Findings

/// The examination of an image as a whole: its format, its stored digests, its volumes, and what belongs to none.
public struct SurveyExamination {
    let image: Image

    public init(of image: Image) { self.image = image }

    public func run(reporting observer: any ExaminationObserver) throws {
        let survey = Survey(of: image)
        try observer.found(
            ShardFindings(
                image: image.description, volumes: survey.volumes, extents: survey.extents, failures: survey.failures),
            completes: true)
    }
}
